// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace liaison {

/// A note on a customer that every agent who serves him sees.
struct CustomerNote
{
    QString id;
    QString by;
    QString byName;
    qint64 at = 0;
    QString text;
    friend bool operator==(const CustomerNote &, const CustomerNote &) = default;
};

/// A customer's profile: `customer` of docs/protocol.md. A plain value; times are hub UTC ms.
struct Customer
{
    QString id;
    QString name;
    QString kind = QStringLiteral("prospect"); ///< prospect, person, company
    int vip = 0;
    bool verified = false; ///< vouched for by the host site's signature
    qint64 since = 0;
    QString language;
    qint64 version = 0;
    QMap<QString, QString> fields; ///< phone, email, account, company, city, source and the installation's own
    QStringList tags;
    QList<CustomerNote> notes;
    int conversations = 0;
    qint64 seenAt = 0;
    bool online = false;

    QJsonObject toJson() const;
    static Customer fromJson(const QJsonObject &json);
    friend bool operator==(const Customer &, const Customer &) = default;
};

} // namespace liaison
