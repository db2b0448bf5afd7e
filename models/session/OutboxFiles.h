// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QByteArray>
#include <QFuture>
#include <QImage>
#include <QSet>

namespace liaison {

/// The private copies of files that wait to be sent. The original may go away before the link is back, and the copy must not lie
/// open on the disk: each is sealed (XSalsa20-Poly1305) under a random key that is kept in the outbox entry, inside the encrypted
/// store. All functions work on another thread; the results come through the event loop.
class OutboxFiles
{
public:
    /// A file ready to be sent, or why it is not.
    struct Copy
    {
        QString error; ///< "", too_big, not_found, invalid, not_stored
        FileRef file;
        MessageKind kind = MessageKind::File;
        QByteArray data;
        QString path; ///< of the sealed copy
        QByteArray key;
    };

    /// `folder` is made if needed; `mostBytes` is what the hub takes.
    OutboxFiles(QString folder, qint64 mostBytes) : m_folder(std::move(folder)), m_mostBytes(mostBytes) {}

    QFuture<Copy> copy(const QString &path) const;
    /// As PNG: what was pasted has no file and no format.
    QFuture<Copy> copy(const QImage &picture, const QString &name) const;
    /// Removes copies whose entry never got into the store (a crash in between) or went without them: all but the names in
    /// `wanted`, and none that is younger than this call.
    void removeOrphans(const QSet<QString> &wanted) const;
    /// What was sealed; null if the copy is gone or was tampered with.
    static QFuture<QByteArray> open(const QString &path, const QByteArray &key);
    static void remove(const QString &path);

private:
    QString m_folder;
    qint64 m_mostBytes;
};

} // namespace liaison
