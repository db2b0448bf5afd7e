// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/RowWriter.h"

#include "models/store/RowText.h"
#include "models/store/Segmenter.h"
#include "models/store/Statement.h"

#include <QHash>
#include <QSet>
#include <algorithm>

namespace liaison {

namespace {
/// Beyond this the remembered numbers are dropped; they are only there to save a lookup.
constexpr qsizetype mostRemembered = 5000;

/// What a customer is found by, besides the name in the conversation's head.
QString whoOf(const Customer &customer)
{
    QStringList parts{customer.name};
    for (const auto *field : {"phone", "account", "email", "company"})
        parts.append(customer.fields.value(QLatin1String(field)));
    return Segmenter::segments(parts.join(QLatin1Char('\n')));
}

QString extraOf(const Message &message)
{
    QJsonObject extra;
    if (!message.args.isEmpty())
        extra["args"] = message.args;
    if (message.file)
        extra["file"] = message.file->toJson();
    return extra.isEmpty() ? QString() : RowText::json(extra);
}
} // namespace

void RowWriter::forget()
{
    m_conversations.clear();
    m_authors.clear();
}

bool RowWriter::apply(const StoreBatch &batch)
{
    bool deleted = batch.replaceAll || !batch.purgedConversations.isEmpty();
    if (batch.replaceAll)
        replaceAll(batch);
    for (const QString &id : batch.purgedConversations)
        purge(id);
    for (const Customer &customer : batch.customers)
        putCustomer(customer);
    for (const Conversation &conversation : batch.conversations)
        putConversation(conversation);
    for (const Message &message : batch.messages)
        deleted |= putMessage(message);
    for (const QString &mid : batch.recalledMessages)
        deleted |= recallMessage(mid);
    for (const CannedReply &reply : batch.canned)
        putBody("INSERT OR REPLACE INTO canned(id, body) VALUES (?, ?)", reply.id, reply.toJson());
    for (const Queue &queue : batch.queues)
        putBody("INSERT OR REPLACE INTO queue(id, body) VALUES (?, ?)", queue.id, queue.toJson());
    for (const WrapupCode &code : batch.codes)
        putBody("INSERT OR REPLACE INTO code(id, body) VALUES (?, ?)", code.id, code.toJson());
    if (batch.me)
        putBody("INSERT OR REPLACE INTO own(name, body) VALUES (?, ?)", QStringLiteral("me"), batch.me->toJson());
    for (const QString &id : batch.removedCanned)
        Statement(m_database, "DELETE FROM canned WHERE id = ?").bind(id).run();
    for (const QString &cid : batch.removedOutbox)
        removeOutbox(cid);
    for (const QJsonObject &event : batch.unknownEvents)
        Statement(m_database, "INSERT INTO raw_event(body) VALUES (?)").bind(RowText::json(event)).run();
    if (batch.cursor) {
        Statement(m_database, "INSERT OR REPLACE INTO sync_cursor(one, epoch, pos) VALUES (1, ?, ?)")
            .bind(batch.cursor->epoch)
            .bind(batch.cursor->pos)
            .run();
    }
    return deleted;
}

void RowWriter::replaceAll(const StoreBatch &batch)
{
    m_database.exec("DELETE FROM canned; DELETE FROM queue; DELETE FROM code; DELETE FROM own");
    const QString epoch = m_database.text("SELECT epoch FROM sync_cursor");
    const qint64 pos = m_database.number("SELECT COALESCE(MAX(pos), 0) FROM sync_cursor");
    // Another log: its numbers mean other things, nothing of the old one may stay beside them. One that ends before what was seen of it
    // is another too: an older copy, put back under the same name.
    if (!batch.cursor || epoch != batch.cursor->epoch || batch.cursor->pos < pos) {
        m_database.exec(
            "INSERT INTO message_fts(message_fts) VALUES ('delete-all');"
            "INSERT INTO conversation_fts(conversation_fts) VALUES ('delete-all');"
            "DELETE FROM message; DELETE FROM message_block; DELETE FROM conversation; DELETE FROM customer; DELETE FROM author;"
            "DELETE FROM raw_event; DELETE FROM sync_cursor");
        forget();
        return;
    }
    QSet<QString> present;
    for (const Conversation &conversation : batch.conversations)
        present.insert(conversation.id);
    QStringList gone;
    Statement open(m_database, QByteArray("SELECT id FROM conversation WHERE open = 1 OR body IS NULL"));
    while (open.step()) {
        if (!present.contains(open.text(0)))
            gone.append(open.text(0));
    }
    for (const QString &id : gone)
        purge(id);
    m_database.exec("DELETE FROM customer WHERE id NOT IN (SELECT customer FROM conversation)");
    QHash<QString, qint64> first;
    for (const Message &message : batch.messages) {
        const auto known = first.constFind(message.conversation);
        if (known == first.constEnd() || message.cseq < *known)
            first.insert(message.conversation, message.cseq);
    }
    for (auto it = first.cbegin(); it != first.cend(); ++it)
        dropBeforeHole(it.key(), it.value());
}

void RowWriter::dropBeforeHole(const QString &conversation, qint64 firstNew)
{
    qint64 num = 0;
    {
        Statement row(m_database,
                      "SELECT c.num, MAX(m.cseq) FROM conversation c JOIN message m ON m.conv = c.num WHERE c.id = ?");
        if (!row.bind(conversation).step() || row.number(0) == 0 || row.number(1) >= firstNew - 1)
            return;
        num = row.number(0);
    }
    deleteMessages(num); // the hub has them, and is asked for them like for any older ones
}

void RowWriter::deleteMessages(qint64 conversation)
{
    Statement(m_database, "DELETE FROM message_fts WHERE rowid IN (SELECT id FROM message WHERE conv = ?)")
        .bind(conversation)
        .run();
    Statement(m_database, "DELETE FROM message WHERE conv = ?").bind(conversation).run();
}

void RowWriter::putConversation(const Conversation &conversation)
{
    const qint64 num = conversationNumber(conversation.id);
    QString before;
    {
        Statement row(m_database, "SELECT who FROM conversation WHERE num = ?");
        if (row.bind(num).step())
            before = row.text(0);
    }
    QString customerWho;
    {
        Statement row(m_database, "SELECT who FROM customer WHERE id = ?");
        if (row.bind(conversation.customer).step())
            customerWho = row.text(0);
    }
    const qint64 at = qMax(qMax(conversation.last.at, conversation.closedAt), conversation.createdAt);
    Statement(m_database, "UPDATE conversation SET customer = ?, open = ?, at = ?, body = ? WHERE num = ?")
        .bind(conversation.customer)
        .bind(conversation.isOpen() ? 1 : 0)
        .bind(at)
        .bind(RowText::json(conversation.toJson(0)))
        .bind(num)
        .run();
    indexConversation(num, conversation.customerName, before, customerWho);
}

void RowWriter::putCustomer(const Customer &customer)
{
    const QString who = whoOf(customer);
    QString before;
    {
        Statement row(m_database, "SELECT who FROM customer WHERE id = ?");
        if (row.bind(customer.id).step())
            before = row.text(0);
    }
    Statement(m_database, "INSERT OR REPLACE INTO customer(id, who, body) VALUES (?, ?, ?)")
        .bind(customer.id)
        .bind(who)
        .bind(RowText::json(customer.toJson()))
        .run();
    if (who == before)
        return;
    struct Known
    {
        qint64 num;
        QString who;
    };
    QList<Known> known;
    {
        Statement rows(m_database, "SELECT num, who FROM conversation WHERE customer = ? AND body IS NOT NULL");
        rows.bind(customer.id);
        while (rows.step())
            known.append({rows.number(0), rows.text(1)});
    }
    for (const Known &conversation : known)
        indexConversation(conversation.num, customer.name, conversation.who, who);
}

void RowWriter::indexConversation(qint64 num, const QString &customerName, const QString &before, const QString &customerWho)
{
    // Heads change with every message, what they are found by hardly ever: the index is only touched when it does.
    const QString who = (Segmenter::segments(customerName) + QLatin1Char(' ') + customerWho).trimmed();
    if (who == before)
        return;
    Statement(m_database, "UPDATE conversation SET who = ? WHERE num = ?").bind(who).bind(num).run();
    Statement(m_database, "INSERT OR REPLACE INTO conversation_fts(rowid, seg) VALUES (?, ?)").bind(num).bind(who).run();
}

bool RowWriter::putMessage(const Message &message)
{
    const QByteArray mid = RowText::midToBytes(message.mid);
    qint64 id = 0;
    bool recalled = message.recalled;
    QString textBefore;
    QString extraBefore;
    {
        Statement row(m_database, "SELECT id, recalled, text, extra FROM message WHERE mid = ?");
        row.bindBlob(mid);
        if (row.step()) {
            id = row.number(0);
            recalled = recalled || row.number(1) != 0; // a replay of the message itself does not bring its text back
            textBefore = row.text(2);
            extraBefore = row.text(3);
        }
    }
    const QString text = recalled ? QString() : message.text;
    const QString extra = recalled ? QString() : extraOf(message);
    const qint64 conversation = conversationNumber(message.conversation);
    const qint64 author = authorNumber(message.by, message.byName);
    const char *sql =
        id > 0 ? "UPDATE message SET mid = ?, conv = ?, cseq = ?, kind = ?, side = ?, author = ?, at = ?, text = ?, extra = ?, "
                 "recalled = ? WHERE id = ?"
               : "INSERT INTO message(mid, conv, cseq, kind, side, author, at, text, extra, recalled) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    {
        Statement write(m_database, sql);
        write.bindBlob(mid).bind(conversation).bind(message.cseq).bind(toString(message.kind)).bind(toString(message.side));
        write.bind(author).bind(message.at).bind(text);
        if (extra.isEmpty())
            write.bindNull();
        else
            write.bind(extra);
        write.bind(recalled ? 1 : 0);
        if (id > 0)
            write.bind(id);
        write.run();
    }
    const bool known = id > 0;
    if (!known)
        id = m_database.lastInsertId();
    // Also of one that is known: what it says of its time may have changed.
    Statement(m_database, "INSERT INTO message_block(block, newest) VALUES (? / " MESSAGES_IN_BLOCK ", ?) ON CONFLICT(block) "
                          "DO UPDATE SET newest = excluded.newest WHERE excluded.newest > newest")
        .bind(id)
        .bind(message.at)
        .run();
    if (known && text == textBefore && extra == extraBefore)
        return false;
    if (known)
        Statement(m_database, "DELETE FROM message_fts WHERE rowid = ?").bind(id).run();
    const QString segments = recalled ? QString() : RowText::searchText(message);
    if (!segments.isEmpty())
        Statement(m_database, "INSERT INTO message_fts(rowid, seg) VALUES (?, ?)").bind(id).bind(segments).run();
    return known;
}

bool RowWriter::recallMessage(const QString &mid)
{
    qint64 id = 0;
    {
        Statement row(m_database, "SELECT id FROM message WHERE mid = ? AND recalled = 0");
        row.bindBlob(RowText::midToBytes(mid));
        if (!row.step())
            return false;
        id = row.number(0);
    }
    Statement(m_database, "UPDATE message SET recalled = 1, text = '', extra = NULL WHERE id = ?").bind(id).run();
    Statement(m_database, "DELETE FROM message_fts WHERE rowid = ?").bind(id).run();
    return true;
}

void RowWriter::purge(const QString &conversation)
{
    // Not its draft: what an agent wrote, or got back, is his, and nobody else has it.
    qint64 num = 0;
    QString customer;
    {
        Statement row(m_database, "SELECT num, customer FROM conversation WHERE id = ?");
        if (!row.bind(conversation).step())
            return;
        num = row.number(0);
        customer = row.text(1);
    }
    deleteMessages(num);
    Statement(m_database, "DELETE FROM conversation_fts WHERE rowid = ?").bind(num).run();
    Statement(m_database, "DELETE FROM conversation WHERE num = ?").bind(num).run();
    Statement(m_database, "DELETE FROM customer WHERE id = ? AND NOT EXISTS (SELECT 1 FROM conversation WHERE customer = ?)")
        .bind(customer)
        .bind(customer)
        .run();
    m_conversations.remove(conversation);
}

RowWriter::Removal RowWriter::removeClosed(qint64 utcMs, int most)
{
    Removal removal;
    qint64 num = 0;
    QString id;
    QString customer;
    // Those of which only messages are known (older history) are looked for after the others, by their newest message.
    for (const char *sql :
         {"SELECT num, id, customer FROM conversation WHERE open = 0 AND body IS NOT NULL AND at < ? "
          "AND id NOT IN (SELECT conv FROM outbox) ORDER BY at LIMIT 1",
          "SELECT num, id, customer FROM conversation AS c WHERE body IS NULL AND NOT EXISTS (SELECT 1 FROM message "
          "WHERE conv = c.num AND at >= ?) AND id NOT IN (SELECT conv FROM outbox) LIMIT 1"}) {
        Statement row(m_database, sql);
        if (!row.bind(utcMs).step())
            continue;
        num = row.number(0);
        id = row.text(1);
        customer = row.text(2);
        break;
    }
    if (num == 0) {
        Statement(m_database, "DELETE FROM raw_event WHERE json_extract(body, '$.at') < ?").bind(utcMs).run();
        return removal;
    }
    const auto oldest = [&](const char *sql) { Statement(m_database, sql).bind(num).bind(most).run(); };
    const qint64 before = m_database.totalChanges();
    oldest("DELETE FROM message_fts WHERE rowid IN (SELECT id FROM message WHERE conv = ? ORDER BY cseq LIMIT ?)");
    oldest("DELETE FROM message WHERE id IN (SELECT id FROM message WHERE conv = ? ORDER BY cseq LIMIT ?)");
    bool left = false;
    {
        Statement row(m_database, "SELECT 1 FROM message WHERE conv = ? LIMIT 1");
        left = row.bind(num).step();
    }
    if (!left) {
        purge(id);
        forgetAuthor(customer);
        removal.conversation = id;
    }
    removal.rows = m_database.totalChanges() - before;
    removal.more = true;
    return removal;
}

void RowWriter::forgetAuthor(const QString &customer)
{
    // The row stays, because messages may refer to it and looking for them would read them all; the name does not.
    Statement(m_database, "UPDATE author SET principal = '', name = '~' || num WHERE principal = ? "
                          "AND NOT EXISTS (SELECT 1 FROM conversation WHERE customer = ?)")
        .bind(QLatin1String("c:") + customer)
        .bind(customer)
        .run();
    m_authors.clear();
}

void RowWriter::putOutbox(const OutboxEntry &entry)
{
    Statement put(
        m_database,
        "INSERT INTO outbox(cid, kind, conv, ver, at, body, file_path, state, confirmed, error) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(cid) DO UPDATE SET kind = excluded.kind, "
        "conv = excluded.conv, ver = excluded.ver, at = excluded.at, body = excluded.body, "
        "file_path = excluded.file_path, state = excluded.state, confirmed = excluded.confirmed, error = excluded.error");
    RowText::bindOutbox(put, entry);
    put.run();
}

void RowWriter::removeOutbox(const QString &cid) { Statement(m_database, "DELETE FROM outbox WHERE cid = ?").bind(cid).run(); }

void RowWriter::putDraft(const DraftRow &row)
{
    QStringList texts;
    const auto isInOutbox = [this](const QString &cid) {
        return Statement(m_database, "SELECT 1 FROM outbox WHERE cid = ?").bind(cid).step();
    };
    for (const UnplacedText &unplaced : row.unplaced) {
        if (std::none_of(unplaced.cids.cbegin(), unplaced.cids.cend(), isInOutbox))
            texts.append(unplaced.text);
    }
    if (!row.text.isEmpty())
        texts.append(row.text);
    if (texts.isEmpty())
        Statement(m_database, "DELETE FROM draft WHERE conv = ?").bind(row.name).run();
    else
        Statement(m_database, "INSERT OR REPLACE INTO draft(conv, text) VALUES (?, ?)")
            .bind(row.name)
            .bind(texts.join(QLatin1Char('\n')))
            .run();
}

void RowWriter::putSetting(const QString &name, const QString &value)
{
    Statement(m_database, "INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)").bind(name).bind(value).run();
}

void RowWriter::putBody(const char *sql, const QString &id, const QJsonObject &body)
{
    Statement(m_database, sql).bind(id).bind(RowText::json(body)).run();
}

qint64 RowWriter::conversationNumber(const QString &id)
{
    if (const auto found = m_conversations.constFind(id); found != m_conversations.cend())
        return *found;
    qint64 num = 0;
    {
        Statement row(m_database, "SELECT num FROM conversation WHERE id = ?");
        if (row.bind(id).step())
            num = row.number(0);
    }
    if (num == 0) {
        Statement(m_database, "INSERT INTO conversation(id) VALUES (?)").bind(id).run();
        num = m_database.lastInsertId();
    }
    if (m_conversations.size() >= mostRemembered)
        m_conversations.clear();
    m_conversations.insert(id, num);
    return num;
}

qint64 RowWriter::authorNumber(const QString &principal, const QString &name)
{
    const QString both = principal + QLatin1Char('\n') + name;
    if (const auto found = m_authors.constFind(both); found != m_authors.cend())
        return *found;
    qint64 num = 0;
    {
        Statement row(m_database, "SELECT num FROM author WHERE principal = ? AND name = ?");
        if (row.bind(principal).bind(name).step())
            num = row.number(0);
    }
    if (num == 0) {
        Statement(m_database, "INSERT INTO author(principal, name) VALUES (?, ?)").bind(principal).bind(name).run();
        num = m_database.lastInsertId();
    }
    if (m_authors.size() >= mostRemembered)
        m_authors.clear();
    m_authors.insert(both, num);
    return num;
}

} // namespace liaison
