// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/SignalWatch.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>
#elif defined(Q_OS_WIN)
#include <windows.h>
#endif

namespace liaison::hub {

#ifdef Q_OS_UNIX

namespace {

int ends[2] = {-1, -1};

/// A signal handler may do next to nothing: it writes a byte, and the event loop does the rest.
void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(ends[0], &byte, 1);
}

} // namespace

SignalWatch::SignalWatch(QObject *parent) : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(ends[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(ends[1], &byte, 1) == 1)
            emit endAsked();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}

SignalWatch::~SignalWatch()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    m_notifier.reset();
    for (int &end : ends) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

#elif defined(Q_OS_WIN)

namespace {

SignalWatch *watch = nullptr;

BOOL WINAPI onControl(DWORD)
{
    if (watch)
        QMetaObject::invokeMethod(watch, &SignalWatch::endAsked, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

SignalWatch::SignalWatch(QObject *parent) : QObject(parent)
{
    watch = this;
    SetConsoleCtrlHandler(onControl, TRUE);
}

SignalWatch::~SignalWatch()
{
    SetConsoleCtrlHandler(onControl, FALSE);
    watch = nullptr;
}

#endif

} // namespace liaison::hub
