// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/MessageTable.h"

#include "hub/routing/DeskQuery.h"

#include <QJsonDocument>
#include <algorithm>
#include <limits>

namespace liaison::hub {

namespace {

const QString selectMessages =
    QStringLiteral("SELECT m.mid, m.conv, m.cseq, m.kind, m.side, m.author, m.author_name, m.at, m.text, m.args, m.recalled, "
                   "m.internal, f.id, f.name, f.mime, f.size, f.w, f.h FROM message m LEFT JOIN file f ON f.id = m.file ");

MessageTable::Row readRow(const Query &query)
{
    MessageTable::Row row;
    Message &m = row.message;
    m.mid = query.text(0);
    m.conversation = query.text(1);
    m.cseq = query.number(2);
    m.kind = messageKindFromString(query.text(3));
    m.side = sideFromString(query.text(4));
    m.by = query.text(5);
    m.byName = query.text(6);
    m.at = query.number(7);
    m.text = query.text(8);
    const QString args = query.text(9);
    if (!args.isEmpty())
        m.args = QJsonDocument::fromJson(args.toUtf8()).object();
    m.recalled = query.number(10) != 0;
    row.internal = query.number(11) != 0;
    const QString file = query.text(12);
    if (!file.isEmpty())
        m.file = FileRef{file, query.text(13), query.text(14), query.number(15), int(query.number(16)), int(query.number(17))};
    return row;
}

QString visible(Viewer viewer) { return viewer == Viewer::Customer ? QStringLiteral("AND m.internal = 0 ") : QString(); }

} // namespace

std::optional<MessageTable::Row> MessageTable::find(const QString &mid) const
{
    DeskQuery query(m_db, selectMessages + QStringLiteral("WHERE m.mid = ?"), {mid});
    return query.next() ? std::optional(readRow(query)) : std::nullopt;
}

void MessageTable::insert(const Message &m, bool internal)
{
    const QString args = m.args.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(m.args).toJson(QJsonDocument::Compact));
    DeskQuery(
        m_db,
        QStringLiteral("INSERT INTO message (mid, conv, cseq, kind, side, author, author_name, at, text, args, file, internal) "
                       "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"),
        {m.mid, m.conversation, m.cseq, toString(m.kind), toString(m.side), m.by, m.byName, m.at, m.text, args,
         m.file ? m.file->id : QString(), internal ? 1 : 0});
    if (m.file)
        useFile(m.file->id, m.conversation);
}

void MessageTable::recall(const Message &m)
{
    DeskQuery(m_db, QStringLiteral("UPDATE message SET recalled = 1, text = '', file = '' WHERE mid = ?"), {m.mid});
    if (m.file)
        DeskQuery(m_db,
                  QStringLiteral("DELETE FROM file_use WHERE file = ? AND conv = ? AND NOT EXISTS "
                                 "(SELECT 1 FROM message WHERE conv = ? AND file = ?)"),
                  {m.file->id, m.conversation, m.conversation, m.file->id});
}

QList<Message> MessageTable::read(const QString &where, const QVariantList &values) const
{
    QList<Message> found;
    DeskQuery query(m_db, selectMessages + where, values);
    while (query.next())
        found.append(readRow(query).message);
    return found;
}

QJsonArray MessageTable::tail(const QString &conversation, Viewer viewer, int most, int bytes) const
{
    bool more = false;
    QJsonArray json;
    for (const Message &m : before(conversation, viewer, std::numeric_limits<qint64>::max(), most, bytes, &more))
        json.append(m.toJson());
    return json;
}

QList<Message> MessageTable::before(const QString &conversation, Viewer viewer, qint64 cseq, int most, int bytes,
                                    bool *more) const
{
    QList<Message> found = read(QStringLiteral("WHERE m.conv = ? AND m.cseq < ? ") + visible(viewer) +
                                    QStringLiteral("ORDER BY m.cseq DESC LIMIT ?"),
                                {conversation, cseq, most + 1});
    *more = found.size() > most;
    if (*more)
        found.removeLast();
    qsizetype used = 0;
    for (qsizetype i = 0; i < found.size(); ++i) {
        used += found.at(i).text.size() * 3 + 300; // three bytes a Chinese character, and the fields around it
        if (used > bytes && i > 0) {
            found.resize(i);
            *more = true;
            break;
        }
    }
    std::reverse(found.begin(), found.end());
    return found;
}

std::optional<Message> MessageTable::newestShown(const QString &conversation) const
{
    const auto found = read(QStringLiteral("WHERE m.conv = ? AND m.internal = 0 AND m.recalled = 0 AND m.side <> 'hub' "
                                           "ORDER BY m.cseq DESC LIMIT 1"),
                            {conversation});
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

std::optional<FileRef> MessageTable::file(const QString &id, QString *owner) const
{
    DeskQuery query(m_db, QStringLiteral("SELECT id, name, mime, size, w, h, owner FROM file WHERE id = ?"), {id});
    if (!query.next())
        return std::nullopt;
    if (owner)
        *owner = query.text(6);
    return FileRef{query.text(0), query.text(1), query.text(2), query.number(3), int(query.number(4)), int(query.number(5))};
}

void MessageTable::addFile(const FileRef &file, const QString &owner, qint64 now)
{
    DeskQuery(m_db, QStringLiteral("INSERT INTO file (id, owner, name, mime, size, w, h, created_at) VALUES (?,?,?,?,?,?,?,?)"),
              {file.id, owner, file.name, file.mime, file.size, file.width, file.height, now});
}

void MessageTable::useFile(const QString &file, const QString &conversation)
{
    DeskQuery(m_db, QStringLiteral("INSERT INTO file_use (file, conv) VALUES (?,?) ON CONFLICT (file, conv) DO NOTHING"),
              {file, conversation});
}

} // namespace liaison::hub
