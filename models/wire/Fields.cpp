// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/wire/Fields.h"

#include "models/domain/Ids.h"

#include <QJsonArray>
#include <cmath>

namespace liaison::wire {

void Fields::fail(const QString &what)
{
    if (m_error.isEmpty())
        m_error = m_where + what;
}

QJsonValue Fields::value(QLatin1String name, Presence presence)
{
    if (!good())
        return QJsonValue(QJsonValue::Undefined);
    const QJsonValue found = m_json.value(name);
    if (found.isUndefined() && presence == Presence::Required)
        fail(name + QLatin1String(" is missing"));
    return found;
}

qint64 Fields::integer(QLatin1String name, Presence presence, qint64 least, qint64 most, qint64 absent)
{
    const QJsonValue found = value(name, presence);
    if (found.isUndefined())
        return absent;
    const double number = found.toDouble();
    if (!found.isDouble() || !std::isfinite(number) || std::floor(number) != number || std::fabs(number) > double(largest)) {
        fail(name + QLatin1String(" is not a whole number"));
        return absent;
    }
    const qint64 whole = found.toInteger();
    if (whole < least || whole > most) {
        fail(name + QLatin1String(" is out of range"));
        return absent;
    }
    return whole;
}

qint64 Fields::wait(QLatin1String name, qint64 most)
{
    const QJsonValue found = value(name, Presence::Optional);
    if (found.isUndefined())
        return 0;
    if (!found.isDouble()) {
        fail(name + QLatin1String(" is not a number"));
        return 0;
    }
    return qint64(qBound(0.0, found.toDouble(), double(most))); // bounded first: a double beyond qint64 has no whole number
}

QString Fields::text(QLatin1String name, Presence presence, qsizetype most)
{
    const QJsonValue found = value(name, presence);
    if (found.isUndefined())
        return {};
    const QString text = found.toString();
    if (!found.isString())
        fail(name + QLatin1String(" is not a string"));
    else if (text.size() > most)
        fail(name + QLatin1String(" is too long"));
    else if (text.isEmpty() && presence == Presence::Required)
        fail(name + QLatin1String(" is empty"));
    return good() ? text : QString();
}

QString Fields::id(QLatin1String name, Presence presence)
{
    const QJsonValue found = value(name, presence);
    if (found.isUndefined())
        return {};
    const QString text = found.toString();
    if (!found.isString() || !isId(text)) {
        fail(name + QLatin1String(" is not an id"));
        return {};
    }
    return text;
}

bool Fields::flag(QLatin1String name)
{
    const QJsonValue found = value(name, Presence::Optional);
    if (found.isUndefined())
        return false;
    if (!found.isBool())
        fail(name + QLatin1String(" is neither true nor false"));
    return found.toBool();
}

QJsonObject Fields::object(QLatin1String name, Presence presence)
{
    const QJsonValue found = value(name, presence);
    if (found.isUndefined())
        return {};
    if (!found.isObject())
        fail(name + QLatin1String(" is not an object"));
    return found.toObject();
}

QJsonArray Fields::array(QLatin1String name, Presence presence, qsizetype most)
{
    const QJsonValue found = value(name, presence);
    if (found.isUndefined())
        return {};
    const QJsonArray array = found.toArray();
    if (!found.isArray())
        fail(name + QLatin1String(" is not an array"));
    else if (array.size() > most)
        fail(name + QLatin1String(" has too many items"));
    return good() ? array : QJsonArray();
}

QStringList Fields::texts(QLatin1String name, qsizetype mostItems, qsizetype mostCharacters)
{
    QStringList texts;
    const QJsonArray items = array(name, Presence::Optional, mostItems);
    for (const QJsonValue &item : items) {
        const QString text = item.toString();
        if (!item.isString() || text.isEmpty() || text.size() > mostCharacters) {
            fail(name + QLatin1String(" holds something else than short strings"));
            return {};
        }
        texts.append(text);
    }
    return texts;
}

} // namespace liaison::wire
