// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation/ProcessStart.h"

#include <cstdio>
#include <cstdlib>
#include <qt_windows.h>

#include <shobjidl.h>

namespace liaison {

namespace {

/// The one that the installer writes into the shortcut, packaging/windows/shortcut.idt.
constexpr const wchar_t *appUserModelId = L"Liaison.Workstation";

UINT consoleCodePage = 0;

/// A standard handle that leads to a file or a pipe was inherited on purpose and stays.
bool isGiven(DWORD which)
{
    const HANDLE handle = GetStdHandle(which);
    return handle && handle != INVALID_HANDLE_VALUE && GetFileType(handle) != FILE_TYPE_UNKNOWN;
}

void joinConsole()
{
    const bool out = isGiven(STD_OUTPUT_HANDLE);
    const bool err = isGiven(STD_ERROR_HANDLE);
    if ((out && err) || !AttachConsole(ATTACH_PARENT_PROCESS))
        return;
    if (!out)
        std::freopen("CONOUT$", "w", stdout);
    if (!err)
        std::freopen("CONOUT$", "w", stderr);
    // The manifest makes UTF-8 of all narrow text; the console is the caller's and gets its own code page back.
    consoleCodePage = GetConsoleOutputCP();
    SetConsoleOutputCP(CP_UTF8);
    std::atexit([] { SetConsoleOutputCP(consoleCodePage); });
}

} // namespace

void prepareProcess()
{
#ifdef __MINGW32__
    // GCC frees a thread's own variables there before it runs their destructors (GCC bug 80816). Qt has the stack for PCRE's compiled
    // expressions in such a variable, so the program crashed as it ended; not compiled, they need no stack. Visual C++ has no such fault.
    qputenv("QT_ENABLE_REGEXP_JIT", "0");
#endif
    joinConsole();
    SetCurrentProcessExplicitAppUserModelID(appUserModelId);
}

} // namespace liaison
