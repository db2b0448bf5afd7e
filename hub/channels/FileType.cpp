// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/FileType.h"

#include <QHash>
#include <QStringDecoder>
#include <array>

namespace liaison::hub {

namespace {

struct Known
{
    const char *mime;
    const char *endings; // the first one is given to a name that has none of them
};

constexpr std::array table{
    Known{"image/png", "png"},
    Known{"image/jpeg", "jpg jpeg"},
    Known{"image/gif", "gif"},
    Known{"image/webp", "webp"},
    Known{"application/pdf", "pdf"},
    Known{"text/plain", "txt log md"},
    Known{"text/csv", "csv"},
    Known{"application/zip", "zip"},
    Known{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    Known{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    Known{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    Known{"audio/mpeg", "mp3"},
    Known{"audio/ogg", "ogg oga opus"},
    Known{"audio/wav", "wav"},
    Known{"audio/webm", "weba webm"},
    Known{"audio/mp4", "m4a mp4"},
    Known{"video/mp4", "mp4 m4v"},
    Known{"video/webm", "webm"},
    Known{"video/quicktime", "mov"},
};

QString canonical(const QString &declared)
{
    const QString mime = declared.section(QLatin1Char(';'), 0, 0).trimmed().toLower();
    static const QHash<QString, QString> aliases{
        {QStringLiteral("image/jpg"), QStringLiteral("image/jpeg")},
        {QStringLiteral("image/pjpeg"), QStringLiteral("image/jpeg")},
        {QStringLiteral("image/x-png"), QStringLiteral("image/png")},
        {QStringLiteral("audio/mp3"), QStringLiteral("audio/mpeg")},
        {QStringLiteral("audio/x-wav"), QStringLiteral("audio/wav")},
        {QStringLiteral("audio/wave"), QStringLiteral("audio/wav")},
        {QStringLiteral("audio/vnd.wave"), QStringLiteral("audio/wav")},
        {QStringLiteral("audio/x-m4a"), QStringLiteral("audio/mp4")},
        {QStringLiteral("audio/x-vorbis+ogg"), QStringLiteral("audio/ogg")},
        {QStringLiteral("audio/opus"), QStringLiteral("audio/ogg")},
        {QStringLiteral("application/ogg"), QStringLiteral("audio/ogg")},
        {QStringLiteral("application/x-zip-compressed"), QStringLiteral("application/zip")},
        {QStringLiteral("text/markdown"), QStringLiteral("text/plain")},
        {QStringLiteral("text/x-log"), QStringLiteral("text/plain")},
        {QStringLiteral("application/octet-stream"), QString()},
    };
    const auto it = aliases.find(mime);
    return it == aliases.end() ? mime : *it;
}

QString endingOf(const QString &name)
{
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    return dot < 0 ? QString() : name.mid(dot + 1).toLower();
}

QStringList endings(const QString &mime)
{
    for (const Known &known : table) {
        if (mime == QLatin1String(known.mime))
            return QString::fromLatin1(known.endings).split(QLatin1Char(' '));
    }
    return {};
}

// Text is what decodes as UTF-8 and has no control characters but line breaks and tabs; nothing that a browser or a shell
// would take for a program.
bool isPlainText(const QByteArray &head)
{
    QByteArray text = head;
    if (text.size() == FileType::headBytes) { // a character may be cut in two at the end
        for (int i = 0; i < 3 && !text.isEmpty() && (text.back() & 0x80); ++i)
            text.chop(1);
    }
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(text);
    if (decoder.hasError())
        return false;
    for (const QChar c : decoded) {
        if ((c.unicode() < 32 && c != QLatin1Char('\n') && c != QLatin1Char('\r') && c != QLatin1Char('\t')) ||
            c.unicode() == 127)
            return false;
    }
    const QString start = decoded.left(1024).trimmed().toLower();
    if (start.startsWith(QLatin1String("#!")))
        return false;
    for (const char *bad : {"<!doctype", "<html", "<head", "<body", "<svg", "<?xml", "<script", "<!--", "<?php"}) {
        if (start.startsWith(QLatin1String(bad)))
            return false;
    }
    return !start.contains(QLatin1String("<script")) && !start.contains(QLatin1String("<svg")) &&
           !start.contains(QLatin1String("<html"));
}

// The types these bytes may be, the most general one first.
QStringList candidates(const QByteArray &head)
{
    if (head.startsWith("\x89PNG\r\n\x1a\n"))
        return {QStringLiteral("image/png")};
    if (head.startsWith("\xFF\xD8\xFF"))
        return {QStringLiteral("image/jpeg")};
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a"))
        return {QStringLiteral("image/gif")};
    if (head.startsWith("RIFF") && head.mid(8, 4) == "WEBP")
        return {QStringLiteral("image/webp")};
    if (head.startsWith("RIFF") && head.mid(8, 4) == "WAVE")
        return {QStringLiteral("audio/wav")};
    if (head.startsWith("%PDF-"))
        return {QStringLiteral("application/pdf")};
    if (head.startsWith("OggS"))
        return {QStringLiteral("audio/ogg")};
    if (head.startsWith("\x1A\x45\xDF\xA3") && head.left(64).contains("webm"))
        return {QStringLiteral("video/webm"), QStringLiteral("audio/webm")};
    if (head.mid(4, 4) == "ftyp") {
        const QByteArray brand = head.mid(8, 4);
        if (brand == "qt  ")
            return {QStringLiteral("video/quicktime")};
        if (brand.startsWith("M4A"))
            return {QStringLiteral("audio/mp4")};
        if (brand.startsWith("mp4") || brand.startsWith("iso") || brand.startsWith("M4V") || brand == "avc1" || brand == "dash" ||
            brand.startsWith("3gp"))
            return {QStringLiteral("video/mp4"), QStringLiteral("audio/mp4")};
        return {};
    }
    if (head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06")) {
        QStringList list{QStringLiteral("application/zip")};
        if (head.contains("[Content_Types].xml") || head.contains("_rels/") || head.contains("docProps/")) {
            list << QStringLiteral("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
                 << QStringLiteral("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                 << QStringLiteral("application/vnd.openxmlformats-officedocument.presentationml.presentation");
        }
        return list;
    }
    if (head.startsWith("ID3") || (head.size() > 2 && uchar(head[0]) == 0xFF && (uchar(head[1]) & 0xE6) == 0xE2))
        return {QStringLiteral("audio/mpeg")};
    if (!head.isEmpty() && isPlainText(head))
        return {QStringLiteral("text/plain"), QStringLiteral("text/csv")};
    return {};
}

// Characters that turn the direction of text around or are not seen: a name with them can pretend to end in ".pdf".
bool isTreacherous(QChar c)
{
    const char16_t u = c.unicode();
    return u < 0x20 || (u >= 0x7F && u <= 0x9F) || u == 0x00AD || u == 0x061C || (u >= 0x200B && u <= 0x200F) ||
           (u >= 0x2028 && u <= 0x202E) || (u >= 0x2060 && u <= 0x206F) || u == 0xFEFF || u >= 0xFFF0;
}

} // namespace

QStringList FileType::known()
{
    QStringList list;
    for (const Known &known : table)
        list << QString::fromLatin1(known.mime);
    return list;
}

QString FileType::sniff(const QByteArray &head, const QString &declared, const QString &name)
{
    const QStringList list = candidates(head.left(headBytes));
    if (list.isEmpty())
        return {};
    const QString said = canonical(declared);
    if (list.contains(said))
        return said;
    if (!said.isEmpty())
        return {};
    for (const QString &mime : list) {
        if (endings(mime).contains(endingOf(name)))
            return mime;
    }
    return list.first();
}

QString FileType::cleanName(const QString &name, const QString &mime)
{
    constexpr qsizetype longest = 120;
    QString clean;
    const qsizetype slash = std::max(name.lastIndexOf(QLatin1Char('/')), name.lastIndexOf(QLatin1Char('\\')));
    for (const QChar c : QStringView(name).mid(slash + 1)) {
        if (!isTreacherous(c))
            clean += QStringLiteral("<>:\"|?*").contains(c) ? QLatin1Char('_') : c;
    }
    clean = clean.simplified();
    while (clean.startsWith(QLatin1Char('.')) || clean.startsWith(QLatin1Char(' ')))
        clean.remove(0, 1);
    while (clean.endsWith(QLatin1Char('.')) || clean.endsWith(QLatin1Char(' ')))
        clean.chop(1);
    const QStringList fitting = endings(mime);
    QString ending = endingOf(clean);
    if (clean.isEmpty() || !clean.contains(QLatin1Char('.')) || !fitting.contains(ending)) {
        ending = fitting.value(0, QStringLiteral("bin"));
        if (clean.isEmpty())
            clean = isPicture(mime) ? QStringLiteral("picture") : QStringLiteral("file");
    } else {
        clean.chop(ending.size() + 1);
    }
    clean.truncate(longest - ending.size() - 1);
    if (!clean.isEmpty() && clean.back().isHighSurrogate())
        clean.chop(1);
    if (clean.isEmpty())
        clean = QStringLiteral("file");
    return clean + QLatin1Char('.') + ending;
}

} // namespace liaison::hub
