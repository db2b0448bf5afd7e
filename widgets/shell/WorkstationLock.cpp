// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Workstation that locks it (docs/decisions/0010).
#include "models/session/PasswordCheck.h"
#include "models/session/Session.h"
#include "models/store/Store.h"
#include "widgets/settings/Preferences.h"
#include "widgets/shell/IdleWatch.h"
#include "widgets/shell/LockWindow.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/shell/Workstation.h"

#include <QApplication>
#include <QThread>
#include <QTimer>

namespace liaison {

namespace {
constexpr int closeAgainMs = 50;
} // namespace

void Workstation::startLocking()
{
    const int minutes = m_preferences->policy().number(policy_name::lockMinutes);
    if (minutes > 0) {
        m_check = std::make_unique<PasswordCheck>(m_store.get(), m_trust);
        connect(m_check.get(), &PasswordCheck::checked, this,
                [this](PasswordCheck::Outcome outcome, const QString &words, const QString &token) {
                    if (outcome != PasswordCheck::Outcome::Right) {
                        if (m_lockWindow)
                            m_lockWindow->refuse(words);
                        return;
                    }
                    if (!token.isEmpty()) {
                        m_token = token;
                        keepToken();
                        m_session->setToken(token);
                    }
                    unlock();
                });
        if (!m_password.isEmpty())
            m_check->remember(m_password);
        m_idle = std::make_unique<IdleWatch>(m_clock, minutes * 60'000LL);
        connect(m_idle.get(), &IdleWatch::idle, this, &Workstation::lock);
    }
    m_password.clear();
}

void Workstation::lock()
{
    if (m_locked || !m_check || !m_window)
        return;
    m_locked = true;
    m_store->putSetting(lockedSetting(), QStringLiteral("1"));
    showLock();
    leaveWindow();
}

void Workstation::showLock()
{
    if (!m_lockWindow) {
        m_lockWindow = std::make_unique<LockWindow>(m_session->me().display.isEmpty() ? m_name : m_session->me().display);
        connect(m_lockWindow.get(), &LockWindow::unlockWanted, this,
                [this](const QString &password) { m_check->check(m_hub, m_name, password, device()); });
        connect(m_lockWindow.get(), &LockWindow::closed, this, [this] { emit stopped({}); });
    }
    if (m_window)
        m_lockWindow->setGeometry(m_window->geometry());
    else
        m_lockWindow->resize(1000, 700);
    m_lockWindow->show();
    m_lockWindow->raise();
    m_lockWindow->activateWindow();
}

/// Hidden at once, and then gone: what is only hidden can still be read through the accessibility bus. A dialog may be running a loop
/// of its own in the window's code; it ends first.
void Workstation::leaveWindow()
{
    if (!m_window || !m_locked)
        return;
    const QWidgetList tops = QApplication::topLevelWidgets();
    for (QWidget *top : tops) {
        if (top != m_lockWindow.get())
            top->hide();
    }
    if (QThread::currentThread()->loopLevel() > 1) {
        QTimer::singleShot(closeAgainMs, this, &Workstation::leaveWindow);
        return;
    }
    m_window->disconnect(SIGNAL(closed()));
    m_window->close();
    m_window.reset();
}

void Workstation::unlock()
{
    m_locked = false;
    m_store->putSetting(lockedSetting(), {});
    m_idle->restart();
    showWindow();
    if (m_lockWindow) {
        m_lockWindow->disconnect(this);
        m_lockWindow.release()->deleteLater();
    }
}

} // namespace liaison
