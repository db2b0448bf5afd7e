// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace liaison::wire {

/// Whether a frame without the field is still a frame.
enum class Presence { Required, Optional };

/// The fields of one JSON object, read one after the other. The first field that is wrong is remembered and everything read
/// after it is empty, so that a reader is a plain list of fields with one check at its end. A value; any thread.
class Fields
{
public:
    /// 2^53: the largest whole number that every JSON reader keeps exactly.
    static constexpr qint64 largest = Q_INT64_C(9007199254740992);

    /// `where` is put before a field's name in the error, such as "evs[3].".
    explicit Fields(QJsonObject json, QString where = {}) : m_json(std::move(json)), m_where(std::move(where)) {}

    /// A whole number in [least, most]; `absent` if the field is not there and need not be.
    qint64 integer(QLatin1String name, Presence presence, qint64 least = 0, qint64 most = largest, qint64 absent = 0);
    /// A wait in milliseconds: any number, brought into [0, most], because a wait that is too long or negative still means "wait";
    /// 0 if it is not there.
    qint64 wait(QLatin1String name, qint64 most);
    /// A string of at most `most` characters; Required also means not empty.
    QString text(QLatin1String name, Presence presence, qsizetype most);
    /// A string that isId() takes.
    QString id(QLatin1String name, Presence presence);
    bool flag(QLatin1String name);
    QJsonObject object(QLatin1String name, Presence presence);
    QJsonArray array(QLatin1String name, Presence presence, qsizetype most);
    QStringList texts(QLatin1String name, qsizetype mostItems, qsizetype mostCharacters);
    bool has(QLatin1String name) const { return m_json.contains(name); }

    /// Notes a fault found by the caller.
    void fail(const QString &what);
    bool good() const { return m_error.isEmpty(); }
    /// Which field was wrong and how; no content of the frame.
    const QString &error() const { return m_error; }

private:
    /// The field's value, or Undefined after noting why it is missing.
    QJsonValue value(QLatin1String name, Presence presence);

    QJsonObject m_json;
    QString m_where;
    QString m_error;
};

} // namespace liaison::wire
