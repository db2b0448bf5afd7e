// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/RowReader.h"

#include "models/store/RowText.h"
#include "models/store/Segmenter.h"
#include "models/store/Statement.h"

#include <algorithm>
#include <limits>
#include <queue>

namespace liaison {

namespace {
/// A hit's rowid is the order in which it was stored, which differs from its time where older history was fetched later; so more hits than
/// wanted are looked at, those included that are passed over, and the newest of those are shown. Where they are read to choose from those
/// of a shorter prefix it costs about 3 ms from memory at most: less than FTS5 needs to gather a prefix of more than some 15,000 messages.
int hitsLookedAt(int most) { return qMax(most + 1, 600); }
/// The same of customers' names.
constexpr int headsLookedAt = 200;
/// After so many it is clear whether reading on is worth it: a message a hundred lies on another page of the disk than the next.
constexpr int readToJudge = 100;

#define MESSAGE_COLUMNS "m.mid, m.cseq, m.kind, m.side, a.principal, a.name, m.at, m.text, m.extra, m.recalled"

Message messageFrom(const Statement &row, const QString &conversation)
{
    Message message;
    message.mid = RowText::midFromBytes(row.blob(0));
    message.conversation = conversation;
    message.cseq = row.number(1);
    message.kind = messageKindFromString(row.text(2));
    message.side = sideFromString(row.text(3));
    message.by = row.text(4);
    message.byName = row.text(5);
    message.at = row.number(6);
    message.text = row.text(7);
    if (!row.isNull(8)) {
        const QJsonObject extra = RowText::object(row.text(8));
        message.args = extra["args"].toObject();
        if (extra["file"].isObject())
            message.file = FileRef::fromJson(extra["file"].toObject());
    }
    message.recalled = row.number(9) != 0;
    return message;
}
} // namespace

Cursor RowReader::cursor()
{
    Statement row(m_database, "SELECT epoch, pos FROM sync_cursor");
    return row.step() ? Cursor{row.text(0), row.number(1)} : Cursor{};
}

StoreOverview RowReader::overview()
{
    // One read transaction: what is read belongs together.
    m_database.exec("BEGIN");
    StoreOverview all;
    try {
        all.cursor = cursor();
        Statement own(m_database, QByteArray("SELECT body FROM own WHERE name = 'me'"));
        if (own.step())
            all.me = Agent::fromJson(RowText::object(own.text(0)));
        QStringList customers;
        for (const int open : {1, 0}) {
            Statement rows(m_database,
                           "SELECT body FROM conversation WHERE body IS NOT NULL AND open = ? ORDER BY at DESC LIMIT ?");
            rows.bind(open).bind(open ? -1 : Store::ClosedInOverview);
            while (rows.step()) {
                all.conversations.append(Conversation::fromJson(RowText::object(rows.text(0)), 0));
                customers.append(all.conversations.constLast().customer);
            }
        }
        customers.removeDuplicates();
        for (const QString &id : customers) {
            if (const std::optional<Customer> known = customer(id))
                all.customers.append(*known);
        }
        Statement canned(m_database, QByteArray("SELECT body FROM canned ORDER BY rowid"));
        while (canned.step())
            all.canned.append(CannedReply::fromJson(RowText::object(canned.text(0))));
        Statement queues(m_database, QByteArray("SELECT body FROM queue ORDER BY rowid"));
        while (queues.step())
            all.queues.append(Queue::fromJson(RowText::object(queues.text(0))));
        Statement codes(m_database, QByteArray("SELECT body FROM code ORDER BY rowid"));
        while (codes.step())
            all.codes.append(WrapupCode::fromJson(RowText::object(codes.text(0))));
        Statement outbox(m_database, QByteArray("SELECT cid, kind, conv, ver, at, body, file_path, state, confirmed, error "
                                                "FROM outbox ORDER BY seq"));
        while (outbox.step())
            all.outbox.append(RowText::outboxFrom(outbox));
        Statement drafts(m_database, QByteArray("SELECT conv, text FROM draft"));
        while (drafts.step())
            all.drafts.insert(drafts.text(0), drafts.text(1));
    } catch (...) {
        if (m_database.inTransaction())
            m_database.exec("ROLLBACK");
        throw;
    }
    m_database.exec("COMMIT");
    all.read = true;
    return all;
}

std::optional<Customer> RowReader::customer(const QString &id)
{
    Statement row(m_database, "SELECT body FROM customer WHERE id = ?");
    if (!row.bind(id).step())
        return {};
    Customer known = Customer::fromJson(RowText::object(row.text(0)));
    known.online = false; // that was when it was written; who is served is told of by the hub
    return known;
}

StoredHead RowReader::head(const QString &conversation)
{
    StoredHead stored;
    Statement row(m_database, "SELECT body FROM conversation WHERE id = ? AND body IS NOT NULL");
    if (row.bind(conversation).step()) {
        stored.conversation = Conversation::fromJson(RowText::object(row.text(0)), 0);
        stored.customer = customer(stored.conversation->customer);
    }
    return stored;
}

MessageSlice RowReader::newest(const QString &conversation, int n)
{
    return before(conversation, std::numeric_limits<qint64>::max(), n);
}

MessageSlice RowReader::before(const QString &conversation, qint64 cseq, int n)
{
    MessageSlice slice;
    const qint64 num = conversationNumber(conversation);
    slice.messages = run("SELECT " MESSAGE_COLUMNS " FROM message m JOIN author a ON a.num = m.author "
                         "WHERE m.conv = ? AND m.cseq < ? ORDER BY m.cseq DESC LIMIT ?",
                         conversation, num, cseq, n + 1);
    if (slice.messages.size() > n) {
        slice.moreBefore = true;
        slice.messages.removeLast();
    }
    std::reverse(slice.messages.begin(), slice.messages.end());
    slice.moreAfter = exists("SELECT 1 FROM message WHERE conv = ? AND cseq >= ? LIMIT 1", num, cseq);
    return slice;
}

MessageSlice RowReader::after(const QString &conversation, qint64 cseq, int n)
{
    MessageSlice slice;
    const qint64 num = conversationNumber(conversation);
    slice.messages = run("SELECT " MESSAGE_COLUMNS " FROM message m JOIN author a ON a.num = m.author "
                         "WHERE m.conv = ? AND m.cseq > ? ORDER BY m.cseq LIMIT ?",
                         conversation, num, cseq, n + 1);
    if (slice.messages.size() > n) {
        slice.moreAfter = true;
        slice.messages.removeLast();
    }
    slice.moreBefore = exists("SELECT 1 FROM message WHERE conv = ? AND cseq <= ? LIMIT 1", num, cseq);
    return slice;
}

MessageSlice RowReader::around(const QString &conversation, qint64 cseq, int n)
{
    MessageSlice slice = before(conversation, cseq, n / 2);
    const MessageSlice rest = after(conversation, cseq - 1, n - n / 2);
    slice.messages += rest.messages;
    slice.moreAfter = rest.moreAfter;
    return slice;
}

QList<Message> RowReader::run(const char *sql, const QString &id, qint64 conversation, qint64 cseq, int n)
{
    QList<Message> messages;
    Statement rows(m_database, sql);
    rows.bind(conversation).bind(cseq).bind(n);
    while (rows.step())
        messages.append(messageFrom(rows, id));
    return messages;
}

bool RowReader::exists(const char *sql, qint64 conversation, qint64 cseq)
{
    Statement row(m_database, sql);
    return row.bind(conversation).bind(cseq).step();
}

QList<RowReader::Candidate> RowReader::found(const QString &query, int most, const Chooser &choose)
{
    QList<Candidate> taken;
    std::priority_queue<qint64, std::vector<qint64>, std::greater<>>
        newest; // the times of the most + 1 newest, the oldest on top
    Statement hits(m_database,
                   "SELECT f.rowid, b.newest FROM (SELECT rowid FROM message_fts WHERE message_fts MATCH ? "
                   "ORDER BY rowid DESC LIMIT ?) f LEFT JOIN message_block b ON b.block = f.rowid / " MESSAGES_IN_BLOCK);
    hits.bind(query).bind(hitsLookedAt(most));
    while (hits.step()) {
        // Of the same time is the one with the higher id the newer, and that is taken already.
        if (newest.size() > size_t(most) && !hits.isNull(1) && hits.number(1) <= newest.top())
            continue;
        Statement row(m_database,
                      choose ? "SELECT at, text, extra FROM message WHERE id = ?" : "SELECT at FROM message WHERE id = ?");
        if (!row.bind(hits.number(0)).step())
            continue;
        const Choice choice = choose ? choose(row) : Choice::Take;
        if (choice == Choice::Stop)
            break;
        if (choice == Choice::Leave)
            continue;
        taken.append({hits.number(0), row.number(0)});
        newest.push(row.number(0));
        if (newest.size() > size_t(most) + 1)
            newest.pop();
    }
    return taken;
}

QList<RowReader::Candidate> RowReader::candidates(const QString &typed, const QString &query, int most)
{
    const std::optional<Segmenter::Broader> broader = Segmenter::broader(typed);
    if (!broader)
        return found(query, most);
    int read = 0;
    qint64 having = 0;
    // Too few among many: then the word is so rare beside its prefix that gathering all that have it costs little.
    const auto isRare = [&] { return read >= readToJudge && having * hitsLookedAt(most) <= qint64(most) * read; };
    const QList<Candidate> chosen = found(broader->query, most, [&](const Statement &row) {
        ++read;
        const QString text = RowText::searchText(row.text(1), row.isNull(2) ? QString() : row.text(2));
        const bool has = Segmenter::hasWordStarting(text, broader->start);
        having += has ? 1 : 0;
        return isRare() ? Choice::Stop : has ? Choice::Take : Choice::Leave;
    });
    return isRare() ? found(query, most) : chosen;
}

SearchResult RowReader::search(const QString &typed, int most)
{
    SearchResult result;
    const QString query = Segmenter::query(typed);
    if (query.isEmpty() || most <= 0)
        return result;
    QList<Candidate> candidates = this->candidates(typed, query, most);
    std::sort(candidates.begin(), candidates.end(),
              [](const Candidate &a, const Candidate &b) { return a.at != b.at ? a.at > b.at : a.id > b.id; });
    result.more = candidates.size() > most;
    candidates.resize(qMin<qsizetype>(candidates.size(), most));
    for (const Candidate &candidate : candidates) {
        Statement row(m_database, "SELECT " MESSAGE_COLUMNS ", c.id, json_extract(c.body, '$.customer_name') FROM message m "
                                  "JOIN author a ON a.num = m.author JOIN conversation c ON c.num = m.conv WHERE m.id = ?");
        if (row.bind(candidate.id).step())
            result.hits.append({messageFrom(row, row.text(10)), row.text(11)});
    }
    Statement heads(m_database, "SELECT c.body FROM (SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ? "
                                "ORDER BY rowid DESC LIMIT ?) f JOIN conversation c ON c.num = f.rowid "
                                "WHERE c.body IS NOT NULL ORDER BY c.at DESC LIMIT ?");
    heads.bind(query).bind(qMax(most + 1, headsLookedAt)).bind(most);
    while (heads.step())
        result.conversations.append(Conversation::fromJson(RowText::object(heads.text(0)), 0));
    return result;
}

QString RowReader::setting(const QString &name)
{
    Statement row(m_database, "SELECT value FROM setting WHERE name = ?");
    return row.bind(name).step() ? row.text(0) : QString();
}

qint64 RowReader::conversationNumber(const QString &id)
{
    Statement row(m_database, "SELECT num FROM conversation WHERE id = ?");
    return row.bind(id).step() ? row.number(0) : 0;
}

} // namespace liaison
