// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/CustomerTable.h"

#include "hub/routing/DeskQuery.h"
#include "hub/routing/TextRules.h"
#include "models/domain/Principal.h"

#include <algorithm>

namespace liaison::hub {

QJsonObject shortForm(const Customer &customer)
{
    return {{"id", customer.id}, {"name", customer.name}, {"verified", customer.verified}};
}

std::optional<Customer> CustomerTable::load(const QString &id) const
{
    Customer c;
    {
        DeskQuery query(m_db,
                        QStringLiteral("SELECT name, kind, vip, verified, since, lang, ver, convs, seen_at, "
                                       "(SELECT COUNT(*) FROM link_up WHERE principal = ?) FROM customer WHERE id = ?"),
                        {Principal::customer(id).toString(), id});
        if (!query.next())
            return std::nullopt;
        c.id = id;
        c.name = query.text(0);
        c.kind = query.text(1);
        c.vip = int(query.number(2));
        c.verified = query.number(3) != 0;
        c.since = query.number(4);
        c.language = query.text(5);
        c.version = query.number(6);
        c.conversations = int(query.number(7));
        c.seenAt = query.number(8);
        c.online = query.number(9) > 0;
    }
    {
        DeskQuery query(m_db, QStringLiteral("SELECT name, value FROM customer_field WHERE customer = ?"), {id});
        while (query.next())
            c.fields.insert(query.text(0), query.text(1));
    }
    {
        DeskQuery query(m_db, QStringLiteral("SELECT tag FROM customer_tag WHERE customer = ? ORDER BY at, tag"), {id});
        while (query.next())
            c.tags.append(query.text(0));
    }
    {
        DeskQuery query(m_db,
                        QStringLiteral("SELECT id, author, author_name, at, text FROM customer_note WHERE customer = ? "
                                       "ORDER BY at DESC, id LIMIT ?"),
                        {id, notesShown});
        while (query.next())
            c.notes.append({query.text(0), query.text(1), query.text(2), query.number(3), query.text(4)});
        std::reverse(c.notes.begin(), c.notes.end());
    }
    return c;
}

std::optional<QString> CustomerTable::byAccount(const QString &account) const
{
    DeskQuery query(m_db, QStringLiteral("SELECT id FROM customer WHERE account = ?"), {account});
    return query.next() ? std::optional(query.text(0)) : std::nullopt;
}

QList<Customer> CustomerTable::find(const QString &typed, int most) const
{
    const QString folded = TextRules::folded(typed);
    QString escaped = folded;
    escaped.replace(QLatin1Char('!'), QStringLiteral("!!"))
        .replace(QLatin1Char('%'), QStringLiteral("!%"))
        .replace(QLatin1Char('_'), QStringLiteral("!_"));
    const QString digits = TextRules::digits(typed);
    QString sql = QStringLiteral("SELECT id FROM customer WHERE find_name LIKE ? ESCAPE '!' OR account = ? OR id IN "
                                 "(SELECT customer FROM customer_field WHERE name IN ('account','email') AND find_value = ?) ");
    QVariantList values{QLatin1Char('%') + escaped + QLatin1Char('%'), typed.trimmed(), folded};
    if (digits.size() >= 3) {
        sql += QStringLiteral("OR id IN (SELECT customer FROM customer_field WHERE name = 'phone' AND find_value LIKE ?) ");
        values << QString(digits + QLatin1Char('%'));
    }
    sql += QStringLiteral("ORDER BY seen_at DESC, id LIMIT ?");
    values << most;
    QStringList ids;
    {
        DeskQuery query(m_db, sql, values);
        while (query.next())
            ids.append(query.text(0));
    }
    QList<Customer> found;
    for (const QString &id : ids) {
        if (auto customer = load(id))
            found.append(*customer);
    }
    return found;
}

CustomerTable::Page CustomerTable::page(const QString &id) const
{
    DeskQuery query(m_db, QStringLiteral("SELECT page_url, page_title FROM customer WHERE id = ?"), {id});
    return query.next() ? Page{query.text(0), query.text(1)} : Page{};
}

void CustomerTable::insert(const Customer &c, const QString &account, const Page &page)
{
    DeskQuery(
        m_db,
        QStringLiteral("INSERT INTO customer (id, account, name, find_name, kind, vip, verified, since, lang, ver, seen_at, "
                       "page_url, page_title) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        {c.id, account.isEmpty() ? QVariant() : QVariant(account), c.name, TextRules::folded(c.name), c.kind, c.vip,
         c.verified ? 1 : 0, c.since, c.language, c.version, c.seenAt, page.url, page.title});
    for (auto it = c.fields.cbegin(); it != c.fields.cend(); ++it)
        setField(c.id, it.key(), it.value());
}

void CustomerTable::save(Customer &c)
{
    ++c.version;
    DeskQuery(m_db,
              QStringLiteral("UPDATE customer SET name = ?, find_name = ?, kind = ?, vip = ?, verified = ?, lang = ?, ver = ? "
                             "WHERE id = ?"),
              {c.name, TextRules::folded(c.name), c.kind, c.vip, c.verified ? 1 : 0, c.language, c.version, c.id});
}

void CustomerTable::setField(const QString &customer, const QString &name, const QString &value)
{
    if (value.isEmpty()) {
        DeskQuery(m_db, QStringLiteral("DELETE FROM customer_field WHERE customer = ? AND name = ?"), {customer, name});
        return;
    }
    const QString found = name == QLatin1String("phone") ? TextRules::digits(value) : TextRules::folded(value);
    DeskQuery(m_db,
              QStringLiteral("INSERT INTO customer_field (customer, name, value, find_value) VALUES (?,?,?,?) ON CONFLICT "
                             "(customer, name) DO UPDATE SET value = excluded.value, find_value = excluded.find_value"),
              {customer, name, value, found});
}

void CustomerTable::addTag(const QString &customer, const QString &tag, qint64 now)
{
    DeskQuery(
        m_db,
        QStringLiteral("INSERT INTO customer_tag (customer, tag, at) VALUES (?,?,?) ON CONFLICT (customer, tag) DO NOTHING"),
        {customer, tag, now});
}

void CustomerTable::removeTag(const QString &customer, const QString &tag)
{
    DeskQuery(m_db, QStringLiteral("DELETE FROM customer_tag WHERE customer = ? AND tag = ?"), {customer, tag});
}

void CustomerTable::addNote(const QString &customer, const CustomerNote &note)
{
    DeskQuery(m_db,
              QStringLiteral("INSERT INTO customer_note (id, customer, author, author_name, at, text) VALUES (?,?,?,?,?,?)"),
              {note.id, customer, note.by, note.byName, note.at, note.text});
}

void CustomerTable::countConversation(const QString &customer)
{
    DeskQuery(m_db, QStringLiteral("UPDATE customer SET convs = convs + 1 WHERE id = ?"), {customer});
}

void CustomerTable::setSeen(const QString &customer, qint64 now)
{
    DeskQuery(m_db, QStringLiteral("UPDATE customer SET seen_at = ? WHERE id = ?"), {now, customer});
}

void CustomerTable::setPage(const QString &customer, const Page &page)
{
    DeskQuery(m_db, QStringLiteral("UPDATE customer SET page_url = ?, page_title = ? WHERE id = ?"),
              {page.url, page.title, customer});
}

void CustomerTable::addToken(const QString &hash, const QString &customer, qint64 now, qint64 expiresAt)
{
    DeskQuery(m_db, QStringLiteral("INSERT INTO visitor_token (hash, customer, created_at, expires_at) VALUES (?,?,?,?)"),
              {hash, customer, now, expiresAt});
}

} // namespace liaison::hub
