// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSize>
#include <QString>
#include <memory>

class QFile;

namespace liaison::hub {

/// The bytes of uploaded files: <data>/files/<xx>/<id>, written as <id>.<n>.part, synced and renamed; thumbnails beside them as
/// <id>.thumb. Who owns a file and what it is called is the database's business. Any thread.
class FileStore
{
public:
    enum class Error { None, Full, Failed };

    /// A file on its way in. Not finished means removed. One thread at a time.
    class Part
    {
    public:
        ~Part();
        /// Full if the disk is.
        Error write(const char *data, qint64 size);
        /// Syncs, renames to its final name, syncs the folder. Costs a disk flush.
        Error finish();
        QString path() const;

    private:
        friend class FileStore;
        Part(const QString &part, const QString &target);
        std::unique_ptr<QFile> m_file;
        QString m_target;
        bool m_done = false;
    };

    /// `reserve`: bytes that must stay free on the disk.
    FileStore(const QString &dataDir, qint64 reserve);
    /// Makes the folder and removes what broken uploads left. False if it cannot be written.
    bool open();
    /// Room for `size` more bytes?
    bool hasRoom(qint64 size) const;
    /// Starts a file; null if it cannot be made.
    std::unique_ptr<Part> begin(const QString &id);
    QString path(const QString &id) const;
    bool remove(const QString &id);

    /// Width and height as a viewer shows it (turned as the camera says), empty if the bytes are no picture we can read.
    static QSize pictureSize(const QString &path, const QString &mime);
    /// Path of a picture of at most `longest` px a side (the file itself if it is that small), made on the first call and kept.
    /// "" if it cannot be read or would need too much memory, which is remembered beside it as <id>.nothumb. Costs decoding the
    /// picture once.
    QString thumbnail(const QString &id, const QString &mime, int longest = 480);

private:
    QString m_root;
    qint64 m_reserve;
};

} // namespace liaison::hub
