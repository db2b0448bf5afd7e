// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <functional>

namespace liaison {

/// Small pictures for the message lists, one for all of them: what is kept is limited for the whole window, whatever the number of
/// conversations. Files are read and scaled on a pool thread, with a limit on pixels. GUI thread.
class ThumbnailSource : public QObject
{
    Q_OBJECT
public:
    /// Brings a file's bytes, or none if they are not to be had. Must not call back after `context` is gone.
    using Fetch = std::function<void(const FileRef &file, QObject *context, std::function<void(const QByteArray &data)> done)>;

    /// Without `fetch` only files that are on this machine are shown.
    explicit ThumbnailSource(Fetch fetch = {}, QObject *parent = nullptr);

    /// The picture, or a null one while it is on its way: then `arrived` follows. At once if it is kept.
    QPixmap request(const FileRef &file, const QString &localFile);
    /// True when there is nothing to show: not a picture, or not to be had.
    bool isBroken(const QString &fileId) const { return m_broken.contains(fileId); }
    /// Tries broken ones again, say after the link came back.
    void retryBroken();

signals:
    void arrived(const QString &fileId);

private:
    /// `data`, or the file at `path` if there is none.
    void read(const QString &key, const QByteArray &data, const QString &path);
    void fail(const QString &key);

    Fetch m_fetch;
    QCache<QString, QPixmap> m_kept;
    QSet<QString> m_underWay;
    QSet<QString> m_broken;
};

} // namespace liaison
