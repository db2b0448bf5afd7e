// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/lists/MessageListModel.h"
#include "models/session/Session.h"
#include "tests/bench/StoreFilling.h"
#include "tests/bench/desk/BenchHub.h"
#include "widgets/settings/Preferences.h"
#include "widgets/shell/MainWindow.h"

#include <memory>

namespace liaison {
class ConversationPage;
class MessageListView;
} // namespace liaison

namespace liaison::bench {

/// The workstation as main() makes it, without sign-in and secret store: real store, link over a real socket, session and window, and
/// a BenchHub at the other end. GUI thread; needs a PaintClock.
class Desk
{
public:
    /// `folder` holds a store filled with `plan`; it is written to.
    Desk(const QString &folder, const StoreFilling::Plan &plan);
    ~Desk();

    /// Opens the store, starts the session and shows the window; true when the list of conversations is painted.
    bool start();
    /// Until the link is live.
    bool goLive();
    /// Opens a conversation; steady ns of the first frame that shows its messages, or -1.
    qint64 showConversation(const QString &id);

    ConversationPage *page() const;
    MessageListView *view() const;
    Session &session() { return *m_session; }
    MainWindow &window() { return *m_window; }
    DeskLink &link() { return *m_link; }
    Store &store() { return *m_store; }
    BenchHub &hub() { return *m_hub; }
    /// Ids of the open conversations.
    const QStringList &conversations() const { return m_open; }
    /// The proportional set of this process, MB.
    static double memoryMb();
    /// CPU time of this process, user and system, ms.
    static double cpuMs();

private:
    const QString m_folder;
    SystemClock m_clock;
    QStringList m_open;
    std::unique_ptr<BenchHub> m_hub;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<DeskLink> m_link;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace liaison::bench
