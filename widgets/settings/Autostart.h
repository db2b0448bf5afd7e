// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// Whether the workstation starts when this user logs in: the desktop's autostart entry (freedesktop.org's Desktop Application
/// Autostart Specification). Reads and writes that one small file each time; the file is the setting, other programs may change it.
class Autostart
{
public:
    /// Only where the desktop reads such entries.
    static bool isSupported();
    static bool isOn();
    /// False with the reason if the entry cannot be written.
    static bool set(bool on, QString *error);

    /// The user's entry: …/autostart/liaison.desktop in the configuration folder.
    static QString entryPath();
    /// What it starts: the AppImage if this is one, the installed program's name if that is this program, else this program's path.
    static QString program();
    /// A program's path as the Exec key wants it, quoted if need be.
    static QString quoted(const QString &program);
};

} // namespace liaison
