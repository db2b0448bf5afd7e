// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Frames.h"

#include <QByteArray>
#include <variant>

namespace liaison::wire {

/// Bounds of what is accepted; docs/protocol.md, 3.
struct DecodeLimits
{
    qsizetype frameBytes = 256 * 1024;
    qsizetype inflatedBytes = 4 * 1024 * 1024;
    qsizetype eventsPerBatch = 1000;
};

/// Why a frame was not understood. `ref` is the cid or re of the frame if it could be read.
struct DecodeError
{
    ErrorCode code = ErrorCode::BadFrame;
    QString text;
    QString ref;
};

using Decoded = std::variant<Frame, DecodeError>;

/// Reads one text frame. Never throws, never trusts: wrong types, missing fields, bad ids, wrong numbers, deep nesting and
/// invalid UTF-8 are a DecodeError. Cost linear in the bytes.
Decoded decode(const QByteArray &utf8, const DecodeLimits &limits = {});
/// Reads one binary frame of capability z1: 0x01 + zlib(JSON).
Decoded decodeBinary(const QByteArray &bytes, const DecodeLimits &limits = {});

/// Writes a frame as compact UTF-8 JSON.
QByteArray encode(const Frame &frame);
/// An encoded text frame as a z1 binary frame.
QByteArray deflate(const QByteArray &encoded);

/// The JSON of an event without `t`, as it stands in a batch; encode(Event) adds `t`.
QJsonObject eventToJson(const Event &event);

} // namespace liaison::wire
