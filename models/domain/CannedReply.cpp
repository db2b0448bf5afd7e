// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/CannedReply.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace liaison {

QJsonObject CannedReply::toJson() const
{
    return {{"id", id},       {"shortcut", shortcut}, {"title", title}, {"text", text},
            {"scope", scope}, {"lang", language},     {"uses", uses}};
}

CannedReply CannedReply::fromJson(const QJsonObject &json)
{
    CannedReply r;
    r.id = json["id"].toString();
    r.shortcut = json["shortcut"].toString();
    r.title = json["title"].toString();
    r.text = json["text"].toString();
    r.scope = json["scope"].toString(r.scope);
    r.language = json["lang"].toString();
    r.uses = json["uses"].toInt();
    return r;
}

QString fillVariables(const QString &text, const std::function<QString(const QString &)> &value, QStringList *missing)
{
    static const QRegularExpression variable(QStringLiteral("\\{([a-z]+(?:\\.[a-z_]+)+)(?:\\|([^{}]*))?\\}"));
    QString filled;
    qsizetype from = 0;
    for (auto it = variable.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        filled += QStringView(text).mid(from, match.capturedStart() - from);
        const QString name = match.captured(1);
        QString found = value(name);
        if (found.isEmpty()) {
            found = match.captured(2);
            if (found.isEmpty() && match.capturedStart(2) < 0) {
                found = match.captured(0);
                if (missing)
                    missing->append(name);
            }
        }
        filled += found;
        from = match.capturedEnd();
    }
    filled += QStringView(text).mid(from);
    return filled;
}

namespace {
/// How well a reply fits what was typed; 0 is not at all.
int fitOf(const CannedReply &reply, const QStringList &words)
{
    int fit = 0;
    for (const QString &word : words) {
        int best = 0;
        if (reply.shortcut.compare(word, Qt::CaseInsensitive) == 0)
            best = 100;
        else if (reply.shortcut.startsWith(word, Qt::CaseInsensitive))
            best = 60;
        else if (reply.title.startsWith(word, Qt::CaseInsensitive))
            best = 40;
        else if (reply.title.contains(word, Qt::CaseInsensitive))
            best = 30;
        else if (reply.text.contains(word, Qt::CaseInsensitive))
            best = 10;
        if (best == 0)
            return 0;
        fit += best;
    }
    return fit;
}
} // namespace

QList<CannedReply> findCannedReplies(const QList<CannedReply> &replies, const QString &typed, int most)
{
    const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    struct Hit
    {
        int fit;
        const CannedReply *reply;
    };
    QList<Hit> hits;
    for (const CannedReply &reply : replies) {
        const int fit = words.isEmpty() ? 1 : fitOf(reply, words);
        if (fit > 0)
            hits.append({fit, &reply});
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](const Hit &a, const Hit &b) { return a.fit != b.fit ? a.fit > b.fit : a.reply->uses > b.reply->uses; });
    QList<CannedReply> found;
    for (qsizetype i = 0; i < hits.size() && i < most; ++i)
        found.append(*hits[i].reply);
    return found;
}

} // namespace liaison
