// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QJsonArray>
#include <QList>
#include <QSqlDatabase>
#include <QVariant>

namespace liaison::hub {

/// For whom messages are read: a customer never gets an internal one.
enum class Viewer { Agent, Customer };

/// Reads and writes messages and the files in them. Throws SqlError. The connection's thread; cheap to make.
class MessageTable
{
public:
    struct Row
    {
        Message message;
        bool internal = false;
    };

    explicit MessageTable(const QSqlDatabase &db) : m_db(db) {}

    std::optional<Row> find(const QString &mid) const;
    /// `internal` ones are for agents only.
    void insert(const Message &message, bool internal);
    /// Takes back the text and the file; the row stays.
    void recall(const Message &message);
    /// The newest messages ascending: at most `most`, and no more than about `bytes` of text.
    QJsonArray tail(const QString &conversation, Viewer viewer, int most = 30, int bytes = 48 * 1024) const;
    /// Messages before `cseq` ascending; `more`: there are older ones.
    QList<Message> before(const QString &conversation, Viewer viewer, qint64 cseq, int most, int bytes, bool *more) const;
    /// The newest message a preview may show (neither internal nor recalled nor of the hub).
    std::optional<Message> newestShown(const QString &conversation) const;

    std::optional<FileRef> file(const QString &id, QString *owner = nullptr) const;
    void addFile(const FileRef &file, const QString &owner, qint64 now);
    void useFile(const QString &file, const QString &conversation);

private:
    QList<Message> read(const QString &where, const QVariantList &values) const;
    QSqlDatabase m_db;
};

} // namespace liaison::hub
