// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/Desk.h"

#include "models/link/SocketTransport.h"
#include "resources/Resources.h"
#include "tests/bench/desk/PaintClock.h"
#include "widgets/conversation/ConversationPage.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ConversationListPanel.h"
#include "widgets/theme/Theme.h"

#include <QFile>
#include <QListView>
#include <sys/resource.h>

namespace liaison::bench {

Desk::Desk(const QString &folder, const StoreFilling::Plan &plan)
    : m_folder(folder), m_hub(std::make_unique<BenchHub>(plan.messages()))
{
    for (const StoreFilling::Thread &thread : plan.threads) {
        if (!thread.open)
            continue;
        m_open.append(thread.id);
        m_hub->setCseq(thread.id, thread.messages);
    }
}

Desk::~Desk()
{
    m_window.reset();
    m_session.reset();
    m_link.reset();
    m_store.reset();
}

bool Desk::start()
{
    initResources();
    Theme::instance().install();
    m_preferences = std::make_unique<Preferences>(m_folder + QStringLiteral("/liaison.ini"));
    m_preferences->setSounds(false);
    m_store = std::make_unique<Store>();
    m_store->open(m_folder, StoreFilling::key());
    m_link = std::make_unique<DeskLink>([](const QUrl &url) { return std::make_unique<SocketTransport>(url); }, m_clock);
    Session::Config config;
    config.linkUrl = m_hub->linkUrl();
    config.httpUrl = m_hub->httpUrl();
    config.token = QStringLiteral("t");
    config.device = QStringLiteral("d1");
    config.folder = m_folder;
    m_session = std::make_unique<Session>(config, m_store.get(), m_link.get(), m_clock);
    QObject::connect(m_session.get(), &Session::ready, m_session.get(), [this] {
        m_window = std::make_unique<MainWindow>(m_session.get(), m_preferences.get());
        m_window->resize(1400, 880);
        m_window->show();
    });
    m_session->start();
    return PaintClock::instance().frameWhen([this] {
        if (!m_window)
            return false;
        const auto *list = m_window->list()->findChild<QListView *>(QStringLiteral("conversations"));
        return list && list->model()->rowCount() > 0 && PaintClock::instance().painted(list->viewport());
    }) >= 0;
}

bool Desk::goLive()
{
    return PaintClock::runUntil([this] { return m_link->phase() == LinkPhase::Live; });
}

ConversationPage *Desk::page() const { return m_window->area()->currentPage(); }
MessageListView *Desk::view() const { return page() ? page()->view() : nullptr; }

qint64 Desk::showConversation(const QString &id)
{
    m_window->openConversation(id);
    return PaintClock::instance().frameWhen([this, &id] {
        return m_window->area()->current() == id && view() && view()->model()->rowCount() > 0 &&
               PaintClock::instance().painted(view()->viewport());
    });
}

double Desk::memoryMb()
{
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).trimmed().split(' ').first().toDouble() / 1024;
    }
    return -1;
}

double Desk::cpuMs()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto ms = [](const timeval &time) { return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000; };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

} // namespace liaison::bench
