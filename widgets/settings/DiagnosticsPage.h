// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QFormLayout;
class QLabel;

namespace liaison {

class Session;

/// What the program says of itself: link, store, versions; nothing secret, no customer's data, so that it can be copied into a
/// fault report. GUI thread.
class DiagnosticsPage : public QWidget
{
    Q_OBJECT
public:
    explicit DiagnosticsPage(Session *session, QWidget *parent = nullptr);
    /// All lines as plain text.
    QString report() const;

private:
    void refresh();
    QLabel *addRow(const QString &label);

    Session *m_session;
    QFormLayout *m_form;
    QLabel *m_link;
    QLabel *m_roundTrip;
    QLabel *m_outbox;
    QLabel *m_store;
    QLabel *m_conversations;
    QLabel *m_version;
};

} // namespace liaison
