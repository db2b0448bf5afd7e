// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>
#include <QStringList>

namespace liaison::hub {

/// What kind of file something is, by its bytes and not by what the sender says; and what it may be called. Pure functions.
class FileType
{
public:
    /// Bytes of the file's beginning that sniff() wants to see.
    static constexpr int headBytes = 4096;
    /// Every type the hub can take, before the configuration narrows the list.
    static QStringList known();
    /// The type by `head` (the first headBytes, or all of a shorter file), with what the sender declared and called it only
    /// choosing among types that look alike (zip/docx, mp4 audio/video, txt/csv). "" if it is none of known(): SVG, HTML,
    /// programs, scripts, or a declared type that the bytes contradict.
    static QString sniff(const QByteArray &head, const QString &declared, const QString &name);
    /// A name fit for every disk and every screen: no folder, no control or direction-changing character, at most 120 characters,
    /// with an ending that says what it is ("a.bat" of text becomes "a.bat.txt").
    static QString cleanName(const QString &name, const QString &mime);
    static bool isPicture(const QString &mime) { return mime.startsWith(QLatin1String("image/")); }
};

} // namespace liaison::hub
