// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMessageBox>
#include <QObject>
#include <QPointer>

namespace liaison {

class Workstation;

/// Carries out what a liaison:// link asks for: shows a conversation, or proposes a hub where somebody is signing in anyway. It never
/// sends, deletes or signs in, and puts the cursor into no composer: who is typing goes on typing to nobody else. GUI thread.
class LinkOpener : public QObject
{
    Q_OBJECT
public:
    /// `workstation` is not owned.
    explicit LinkOpener(Workstation *workstation);

    /// Brings the program to the front and opens `link`; empty: only that. A link that comes before the window waits for it; of
    /// several the last one.
    void open(const QString &link);

private:
    void show();
    void raise();
    void proposeHub(const QString &hub);

    Workstation *m_workstation;
    QString m_waiting;
    QPointer<QMessageBox> m_question;
};

} // namespace liaison
