// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/CannedReply.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace liaison {

class Session;

/// The agent's canned replies: find, write, change, delete one's own; those of everybody can be read. GUI thread.
class CannedRepliesEditor : public QWidget
{
    Q_OBJECT
public:
    explicit CannedRepliesEditor(Session *session, QWidget *parent = nullptr);

private:
    void fillList();
    void showReply(const CannedReply &reply);
    void save();
    void updateState();
    bool mayEdit(const CannedReply &reply) const;

    Session *m_session;
    CannedReply m_shown;
    QLineEdit *m_find;
    QListWidget *m_list;
    QLineEdit *m_shortcut;
    QLineEdit *m_title;
    QPlainTextEdit *m_text;
    QComboBox *m_scope;
    QComboBox *m_language;
    QLabel *m_hint;
    QPushButton *m_save;
    QPushButton *m_remove;
};

} // namespace liaison
