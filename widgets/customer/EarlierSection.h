// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"
#include "models/domain/TextMask.h"
#include "widgets/customer/ProfileSection.h"

namespace liaison {

/// The customer's earlier conversations, newest first; one opens read-only. GUI thread.
class EarlierSection : public ProfileSection
{
    Q_OBJECT
public:
    explicit EarlierSection(QWidget *parent = nullptr);
    void showLoading();
    /// `error`: words to show instead, empty for none.
    void setConversations(const QList<Conversation> &conversations, const TextMask &mask, const QString &error);

signals:
    void opened(const QString &conversation);

private:
    QWidget *freshList();
    QWidget *m_list = nullptr;
};

} // namespace liaison
