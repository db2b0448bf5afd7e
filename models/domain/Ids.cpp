// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Ids.h"

#include <QUuid>

namespace liaison {

QString newId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

bool isId(QStringView text)
{
    if (text.isEmpty() || text.size() > 64)
        return false;
    for (const QChar c : text) {
        const ushort u = c.unicode();
        const bool good = (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u == '_' || u == '-';
        if (!good)
            return false;
    }
    return true;
}

} // namespace liaison
