// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/CannedReply.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPlainTextEdit;
class QPushButton;

namespace liaison {

class CannedReplyModel;
class Session;

/// Lists the canned replies and edits them; an agent's own at any time, the shared ones where the hub allows it. GUI thread.
class CannedRepliesPage : public QWidget
{
    Q_OBJECT
public:
    explicit CannedRepliesPage(Session *session, QWidget *parent = nullptr);

private:
    QWidget *buildEditor();
    void showReply(const CannedReply &reply);
    void store();
    void updateButtons();

    Session *m_session;
    CannedReplyModel *m_model;
    QListView *m_list;
    CannedReply m_shown;
    QLineEdit *m_shortcut;
    QLineEdit *m_title;
    QPlainTextEdit *m_text;
    QComboBox *m_scope;
    QPushButton *m_store;
    QPushButton *m_remove;
    QLabel *m_hint;
};

} // namespace liaison
