// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/console/EchoOff.h"

#include <qt_windows.h>

namespace liaison {

namespace {

DWORD consoleModeBefore = 0;

} // namespace

bool inputIsTerminal()
{
    DWORD mode = 0;
    return GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode) != 0;
}

// A console that is left without echo is put back by the command interpreter itself.
EchoOff::EchoOff()
{
    const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    GetConsoleMode(input, &consoleModeBefore);
    FlushConsoleInputBuffer(input);
    SetConsoleMode(input, consoleModeBefore & ~DWORD(ENABLE_ECHO_INPUT));
}

EchoOff::~EchoOff() { SetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), consoleModeBefore); }

} // namespace liaison
