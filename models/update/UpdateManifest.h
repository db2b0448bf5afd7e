// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QVersionNumber>
#include <optional>
#include <variant>

namespace liaison::update {

/// What is current on a channel, for whom and from when. A value; docs/administrator.md, "Updating", shows one.
struct UpdateManifest
{
    /// So many of a hundred installations may have it from then on.
    struct Ring
    {
        int percent = 0;
        qint64 fromMs = 0; ///< UTC
    };
    struct Package
    {
        QString address;   ///< relative to the manifest's address, or absolute
        qint64 size = 0;   ///< bytes
        QByteArray sha256; ///< 32 bytes
    };

    QString channel;
    QVersionNumber version;
    qint64 serial = 0; ///< grows with each manifest of a channel; an earlier one is never believed again
    qint64 expiresMs = 0;
    QList<Ring> rings;               ///< percent and time grow
    QVersionNumber minimum;          ///< what runs must be at least this; null: anything
    int storeSchema = 0;             ///< of the local store that this version brings; 0: not said
    QMap<QString, Package> packages; ///< by platform: "linux-appimage", "linux-deb", "windows-msi"
    QMap<QString, QString> notes;    ///< by language: "en", "zh"

    /// From the bytes of a manifest whose signature was good; else which field is wrong and how. Unknown fields are ignored.
    static std::variant<UpdateManifest, QString> parse(const QByteArray &json);
    /// The same again, for the signing tool.
    QByteArray toJson() const;
    /// The notes in that language, else in English, else any.
    QString notesIn(const QString &language) const;
};

/// "1.2.3": three numbers of at most five digits; nothing else is a version here.
std::optional<QVersionNumber> versionFrom(const QString &text);
/// UTC milliseconds of "2026-12-01T08:00:00Z"; no other form: a time without a zone is another moment on every desk.
std::optional<qint64> timeFrom(const QString &text);

} // namespace liaison::update
