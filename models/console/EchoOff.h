// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace liaison {

/// Whether standard input is a terminal with a person before it. Any thread.
bool inputIsTerminal();

/// While it lives, what is typed at the terminal of standard input is not shown. Where a signal that a person can send ends the program
/// meanwhile (Ctrl+C), the terminal is put back first. One at a time, one thread.
class EchoOff
{
public:
    EchoOff();
    ~EchoOff();
    EchoOff(const EchoOff &) = delete;
    EchoOff &operator=(const EchoOff &) = delete;
};

} // namespace liaison
