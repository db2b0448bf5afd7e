// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

class QTreeWidget;

namespace liaison {

class Session;

/// Commands that waited for more than ten minutes: the customer may have moved on, so the agent says which still go. GUI thread.
class ConfirmOldDialog : public QDialog
{
    Q_OBJECT
public:
    ConfirmOldDialog(Session *session, const QStringList &cids, QWidget *parent = nullptr);

private:
    void finish(bool send);
    Session *m_session;
    QTreeWidget *m_list;
};

} // namespace liaison
