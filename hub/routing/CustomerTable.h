// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Customer.h"

#include <QSqlDatabase>
#include <QVariant>
#include <optional>

namespace liaison::hub {

/// What a customer's own link gets of his profile.
QJsonObject shortForm(const Customer &customer);

/// Reads and writes customers' profiles. Throws SqlError. The connection's thread; cheap to make.
class CustomerTable
{
public:
    struct Page
    {
        QString url;
        QString title;
    };
    static constexpr int notesShown = 20; ///< newest notes that travel with a profile

    explicit CustomerTable(const QSqlDatabase &db) : m_db(db) {}

    /// With fields, tags and the newest notes. Four indexed reads.
    std::optional<Customer> load(const QString &id) const;
    std::optional<QString> byAccount(const QString &account) const;
    /// By a part of the name, the beginning of a telephone number, or the exact account; newest seen first.
    QList<Customer> find(const QString &typed, int most) const;
    Page page(const QString &id) const;

    void insert(const Customer &customer, const QString &account, const Page &page);
    /// Writes name, kind, vip, verified, language and raises the version.
    void save(Customer &customer);
    /// An empty value removes the field.
    void setField(const QString &customer, const QString &name, const QString &value);
    void addTag(const QString &customer, const QString &tag, qint64 now);
    void removeTag(const QString &customer, const QString &tag);
    void addNote(const QString &customer, const CustomerNote &note);
    void countConversation(const QString &customer);
    void setSeen(const QString &customer, qint64 now);
    void setPage(const QString &customer, const Page &page);
    void addToken(const QString &hash, const QString &customer, qint64 now, qint64 expiresAt);

private:
    QSqlDatabase m_db;
};

} // namespace liaison::hub
