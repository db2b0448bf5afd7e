// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/channels/FileStore.h"
#include "hub/channels/HttpBackend.h"
#include "hub/channels/HttpMessage.h"

#include <QElapsedTimer>
#include <optional>

namespace liaison::hub {

/// One PUT of a file, from its admission to its record. HttpService makes it; used by one thread at a time.
class HttpUpload
{
public:
    /// `limit`: bytes of a file. `mimes`: what may be sent. `store` and `backend` outlive the upload.
    HttpUpload(FileStore &store, const HttpBackend &backend, const Principal &owner, const QString &id,
               const HttpRequest &request, qint64 limit, const QStringList &mimes);
    /// The answer that is known already: the same owner had sent this file before. The body need not be read then.
    std::optional<HttpResponse> begin();
    /// Takes the next bytes. An answer (too big, wrong type, disk full) means: throw the rest away.
    std::optional<HttpResponse> write(const char *data, qint64 size);
    /// All bytes are there: syncs, measures, records. Costs a disk flush and a commit.
    HttpResponse finish();
    /// False if the sender is so slow that it only holds the connection.
    bool isAlive() const;

    static HttpResponse answer(const FileInfo &file);

private:
    std::optional<HttpResponse> recorded();
    std::optional<HttpResponse> flushHead();

    FileStore &m_store;
    const HttpBackend &m_backend;
    FileInfo m_file;
    QString m_declared;
    qint64 m_limit;
    QStringList m_mimes;
    QByteArray m_head; // held back until there is enough of it to tell the type
    bool m_headDone = false;
    std::unique_ptr<FileStore::Part> m_part;
    QElapsedTimer m_since;
};

} // namespace liaison::hub
