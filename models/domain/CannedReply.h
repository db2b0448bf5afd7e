// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QList>
#include <QString>
#include <functional>

namespace liaison {

/// A ready-made answer with variables such as {customer.name}: `canned` of docs/protocol.md. A plain value.
struct CannedReply
{
    QString id;
    QString shortcut;
    QString title;
    QString text;
    QString scope = QStringLiteral("all"); ///< all, mine
    QString language;                      ///< "zh", "en" or empty
    int uses = 0;

    QJsonObject toJson() const;
    static CannedReply fromJson(const QJsonObject &json);
    friend bool operator==(const CannedReply &, const CannedReply &) = default;
};

/// Fills `{name}` and `{name|fallback}` in `text`: `value` is asked for each name; an empty answer takes the fallback.
/// Unknown braces stay as they are written. `missing` (optional) receives the names that had neither value nor fallback.
QString fillVariables(const QString &text, const std::function<QString(const QString &name)> &value,
                      QStringList *missing = nullptr);

/// The replies that match what an agent typed, best first: shortcut prefix, title, then words of the text; ties by use.
/// Case-insensitive; pure. Cost linear in the texts (40–500 replies).
QList<CannedReply> findCannedReplies(const QList<CannedReply> &replies, const QString &typed, int most);

} // namespace liaison
