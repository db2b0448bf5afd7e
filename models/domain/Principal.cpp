// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Principal.h"

#include "models/domain/Ids.h"

namespace liaison {

Principal Principal::fromString(QStringView text)
{
    if (text.size() < 3 || text[1] != QLatin1Char(':'))
        return {};
    const QString id = text.mid(2).toString();
    if (!isId(id))
        return {};
    switch (text[0].unicode()) {
    case 'a': return agent(id);
    case 'c': return customer(id);
    case 's': return {Kind::Hub, id};
    default: return {};
    }
}

QString Principal::toString() const
{
    switch (m_kind) {
    case Kind::Agent: return QLatin1String("a:") + m_id;
    case Kind::Customer: return QLatin1String("c:") + m_id;
    case Kind::Hub: return QLatin1String("s:") + m_id;
    case Kind::None: break;
    }
    return {};
}

} // namespace liaison
