// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/OwnerOnly.h"

#include <QFile>

namespace liaison {

bool keepToOwner(const QString &folder)
{
    return QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

} // namespace liaison
