// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/wire/Codec.h"

#include "models/wire/FrameReader.h"

#include <QJsonDocument>
#include <QStringDecoder>
#include <zlib.h>

namespace liaison::wire {

namespace {

constexpr int deepest = 16;
constexpr char compressedMark = 0x01;

DecodeError bad(const QString &text) { return {ErrorCode::BadFrame, text, {}}; }
DecodeError tooBig() { return {ErrorCode::TooBig, QStringLiteral("the frame is too big"), {}}; }

/// What QJsonDocument does not look at, found in one pass before it parses: how deep the text nests, and how often the outermost
/// object names `t`. A frame with two types would be one thing to us and another to a different reader.
class Outline
{
public:
    explicit Outline(const QByteArray &utf8)
    {
        for (qsizetype i = 0; i < utf8.size(); ++i) {
            switch (utf8.at(i)) {
            case '{':
            case '[': m_depth = qMax(m_depth, ++m_level); break;
            case '}':
            case ']': --m_level; break;
            case '"': i = string(utf8, i); break;
            default: break;
            }
        }
    }
    int depth() const { return m_depth; }
    int types() const { return m_types; }

private:
    /// Returns where the string that begins at `from` ends, and counts it if it is the key "t".
    qsizetype string(const QByteArray &utf8, qsizetype from)
    {
        qsizetype to = from + 1;
        while (to < utf8.size() && utf8.at(to) != '"')
            to += utf8.at(to) == '\\' ? 2 : 1;
        if (m_level != 1 || to >= utf8.size())
            return to;
        qsizetype next = to + 1;
        while (next < utf8.size() && QByteArrayView(" \t\r\n").contains(utf8.at(next)))
            ++next;
        if (next >= utf8.size() || utf8.at(next) != ':')
            return to;
        const QByteArray key = utf8.mid(from + 1, to - from - 1);
        if (key == "t" || key.toLower() == "\\u0074")
            ++m_types;
        return to;
    }

    int m_level = 0;
    int m_depth = 0;
    int m_types = 0;
};

/// Inflates at most `most` bytes; false if it is not zlib, is cut short, has something behind it, or is more than that.
bool inflate(const QByteArray &bytes, qsizetype from, qsizetype most, QByteArray &inflated, bool &overLimit)
{
    overLimit = false;
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return false;
    QByteArray in = bytes.mid(from);
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = uInt(in.size());
    char chunk[32 * 1024];
    int result = Z_OK;
    while (result == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef *>(chunk);
        stream.avail_out = sizeof chunk;
        result = ::inflate(&stream, Z_NO_FLUSH);
        const qsizetype got = qsizetype(sizeof chunk - stream.avail_out);
        if (inflated.size() + got > most) {
            overLimit = true;
            break;
        }
        inflated.append(chunk, got);
    }
    const bool complete = result == Z_STREAM_END && stream.avail_in == 0;
    inflateEnd(&stream);
    return complete && !overLimit;
}

} // namespace

Decoded decode(const QByteArray &utf8, const DecodeLimits &limits)
{
    if (utf8.size() > limits.frameBytes)
        return tooBig();
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString checked = decoder.decode(utf8);
    if (decoder.hasError() || checked.contains(QChar::Null))
        return bad(QStringLiteral("the frame is not UTF-8"));
    const Outline outline(utf8);
    if (outline.depth() > deepest)
        return bad(QStringLiteral("the frame nests too deeply"));
    if (outline.types() > 1)
        return bad(QStringLiteral("the frame has more than one type"));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(utf8, &error);
    if (error.error != QJsonParseError::NoError)
        return bad(QStringLiteral("the frame is not JSON: ") + error.errorString());
    if (!document.isObject())
        return bad(QStringLiteral("the frame is not an object"));
    return readFrame(document.object(), limits);
}

Decoded decodeBinary(const QByteArray &bytes, const DecodeLimits &limits)
{
    if (bytes.size() > limits.frameBytes)
        return tooBig();
    if (bytes.isEmpty() || bytes.at(0) != compressedMark)
        return bad(QStringLiteral("the binary frame is of no known kind"));
    QByteArray json;
    bool overLimit = false;
    if (!inflate(bytes, 1, limits.inflatedBytes, json, overLimit))
        return overLimit ? tooBig() : bad(QStringLiteral("the binary frame is damaged"));
    DecodeLimits inner = limits;
    inner.frameBytes = limits.inflatedBytes;
    return decode(json, inner);
}

QByteArray deflate(const QByteArray &encoded)
{
    uLongf size = compressBound(uLong(encoded.size()));
    QByteArray bytes(qsizetype(size) + 1, Qt::Uninitialized);
    bytes[0] = compressedMark;
    const int result = compress2(reinterpret_cast<Bytef *>(bytes.data() + 1), &size,
                                 reinterpret_cast<const Bytef *>(encoded.constData()), uLong(encoded.size()), Z_BEST_SPEED);
    if (result != Z_OK)
        return {}; // only without memory: compressBound is enough for anything
    bytes.truncate(qsizetype(size) + 1);
    return bytes;
}

} // namespace liaison::wire
