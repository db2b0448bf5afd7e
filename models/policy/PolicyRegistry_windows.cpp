// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/PolicyRegistry.h"

#include <QSettings>
#include <qt_windows.h>

namespace liaison {

namespace {

/// Asked of Windows: QSettings makes the key that it opens, if it may, and a check by an administrator would leave one behind.
bool exists(const QString &keyOfTheMachine)
{
    HKEY key = nullptr;
    const std::wstring path = keyOfTheMachine.section(QLatin1Char('\\'), 1).toStdWString();
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, path.c_str(), 0, KEY_READ | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS)
        return false;
    RegCloseKey(key);
    return true;
}

} // namespace

Policy PolicyRegistry::read()
{
    const QString key = QString::fromLatin1(systemKey);
    return exists(key) ? readFrom(QSettings(key, QSettings::Registry64Format), key) : Policy();
}

} // namespace liaison
