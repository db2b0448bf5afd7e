// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/console/EchoOff.h"

#include <array>
#include <csignal>
#include <termios.h>
#include <unistd.h>

namespace liaison {

namespace {

constexpr std::array endings{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// For the signal's handler, which can be given nothing.
termios shownBefore{};
std::array<struct sigaction, endings.size()> handledBefore{};

/// Only calls that POSIX allows in a handler. The signal comes once more, and then does what it did before.
void showAgain(int signal)
{
    ::tcsetattr(STDIN_FILENO, TCSANOW, &shownBefore);
    for (std::size_t i = 0; i < endings.size(); ++i)
        ::sigaction(endings.at(i), &handledBefore.at(i), nullptr);
    ::raise(signal);
}

} // namespace

bool inputIsTerminal() { return ::isatty(STDIN_FILENO) == 1; }

EchoOff::EchoOff()
{
    ::tcgetattr(STDIN_FILENO, &shownBefore);
    struct sigaction ending
    {
    };
    ending.sa_handler = showAgain;
    for (std::size_t i = 0; i < endings.size(); ++i) {
        ::sigaction(endings.at(i), nullptr, &handledBefore.at(i));
        if (handledBefore.at(i).sa_handler != SIG_IGN)
            ::sigaction(endings.at(i), &ending, nullptr);
    }
    termios hidden = shownBefore;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    hidden.c_lflag |= ECHONL;
    hidden.c_cc[VSUSP] = _POSIX_VDISABLE; // put aside, it would come back to a terminal that shows
    // What was typed before the question is thrown away: it was meant for something else, and it has been shown.
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
}

EchoOff::~EchoOff()
{
    ::tcsetattr(STDIN_FILENO, TCSANOW, &shownBefore);
    for (std::size_t i = 0; i < endings.size(); ++i)
        ::sigaction(endings.at(i), &handledBefore.at(i), nullptr);
}

} // namespace liaison
