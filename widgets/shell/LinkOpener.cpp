// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/LinkOpener.h"

#include "models/domain/DeskUrl.h"
#include "models/session/Session.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ConversationListPanel.h"
#include "widgets/shell/LockWindow.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/shell/SignInDialog.h"
#include "widgets/shell/Workstation.h"

#include <QApplication>
#include <QPushButton>

namespace liaison {

LinkOpener::LinkOpener(Workstation *workstation) : QObject(workstation), m_workstation(workstation)
{
    connect(workstation, &Workstation::windowShown, this, &LinkOpener::show);
}

void LinkOpener::open(const QString &link)
{
    raise();
    if (link.isEmpty())
        return;
    const DeskUrl url = DeskUrl::parse(link);
    if (url.kind == DeskUrl::Kind::Hub && !m_workstation->window() && m_workstation->signInDialog()) {
        proposeHub(url.hub);
        return;
    }
    m_waiting = link;
    show();
}

void LinkOpener::show()
{
    MainWindow *window = m_workstation->window();
    if (!window || m_waiting.isEmpty() || m_workstation->isLocked())
        return; // it waits for the window, or for the password
    const DeskUrl url = DeskUrl::parse(std::exchange(m_waiting, {}));
    switch (url.kind) {
    case DeskUrl::Kind::None: window->sayInPassing(tr("This link is not one that Liaison can open.")); return;
    case DeskUrl::Kind::Conversation:
        if (!m_workstation->session()->conversation(url.conversation)) {
            window->sayInPassing(tr("The conversation of this link is not on your desk."));
            return;
        }
        window->showPage(Rail::Page::Conversations);
        window->area()->open(url.conversation);
        window->list()->setFocus();
        return;
    case DeskUrl::Kind::Hub:
        if (SignIn::address(url.hub) != m_workstation->hub())
            window->sayInPassing(tr("You are signed in at %1. To work at %2, sign out first.")
                                     .arg(m_workstation->hub().toString(QUrl::FullyEncoded), url.hub));
        return;
    }
}

void LinkOpener::raise()
{
    // What is hidden behind the lock stays there.
    QWidget *front = m_workstation->isLocked() ? m_workstation->lockWindow() : QApplication::activeModalWidget();
    if (!front)
        front = m_workstation->window();
    if (!front)
        front = m_workstation->signInDialog();
    if (!front)
        return;
    QWidget *top = front->window();
    top->setWindowState((top->windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    top->show();
    top->raise();
    top->activateWindow();
}

void LinkOpener::proposeHub(const QString &hub)
{
    if (m_question)
        return; // one question at a time, however many links somebody throws
    QPointer<SignInDialog> dialog = m_workstation->signInDialog();
    m_question = new QMessageBox(QMessageBox::Question, QStringLiteral("Liaison"), tr("Sign in at the hub %1?").arg(hub),
                                 QMessageBox::NoButton, dialog);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setInformativeText(
        tr("A link asks for this. Your name and password would go to that address; go on only if you know it."));
    const QPushButton *use = m_question->addButton(tr("Use this hub"), QMessageBox::AcceptRole);
    m_question->setDefaultButton(m_question->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(m_question, &QMessageBox::buttonClicked, this, [dialog, hub, use](const QAbstractButton *pressed) {
        if (pressed == use && dialog)
            dialog->proposeHub(hub);
    });
    m_question->open();
}

} // namespace liaison
