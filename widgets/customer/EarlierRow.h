// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"

#include <QAbstractButton>

namespace liaison {

/// An earlier conversation as a line one can press: what it was about, when, with whom. GUI thread.
class EarlierRow : public QAbstractButton
{
    Q_OBJECT
public:
    /// `now`: hub UTC ms.
    EarlierRow(const Conversation &conversation, qint64 now, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_title;
    QString m_about;
};

} // namespace liaison
