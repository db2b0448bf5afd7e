// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of desk.v1 in both directions: the decoder reads all of them, whoever sends them.
#include "models/wire/Codec.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace liaison;
using namespace liaison::wire;

namespace {

// As the hub before and after welcome, and as a client.
DecodeLimits limitsFor(int kind)
{
    DecodeLimits limits;
    limits.frameBytes = kind == 0 ? 4 * 1024 : kind == 1 ? 64 * 1024 : limits.frameBytes;
    limits.inflatedBytes = 128 * 1024; // the limit itself is tested elsewhere; a smaller one is quicker
    return limits;
}

/// What was understood can be said again, and means the same then.
void sameAgain(const Decoded &decoded)
{
    if (const auto *error = std::get_if<DecodeError>(&decoded)) {
        fuzz::promise(!error->text.isEmpty() && error->code != ErrorCode::None, "a refusal says why");
        return;
    }
    const QByteArray once = encode(std::get<Frame>(decoded));
    DecodeLimits wide;
    wide.frameBytes = 16 * 1024 * 1024; // an escape may be longer than what it stands for
    const Decoded again = decode(once, wide);
    fuzz::promise(std::holds_alternative<Frame>(again), "what was decoded can be encoded and decoded");
    fuzz::promise(std::get<Frame>(again).index() == std::get<Frame>(decoded).index(), "a frame keeps its type");
    fuzz::promise(encode(std::get<Frame>(again)) == once, "encoding is the same the second time");
}

} // namespace

LIAISON_FUZZ(wire_frame) { sameAgain(decode(input, limitsFor(int(input.size() % 3)))); }

LIAISON_FUZZ(wire_packed)
{
    // A first byte above 0x7f: what follows is text and is packed here, else no mutation would ever get through the check sum.
    // Then a byte in the middle is changed in a quarter of the cases.
    if (input.isEmpty())
        return;
    QByteArray bytes = input;
    const uchar mode = uchar(input.at(0));
    if (mode > 0x7f) {
        bytes = deflate(input.mid(1));
        if (mode >= 0xe0 && bytes.size() > 3)
            bytes[bytes.size() / 2] = char(bytes.at(bytes.size() / 2) ^ char(mode));
    }
    const Decoded decoded = decodeBinary(bytes, limitsFor(2));
    sameAgain(decoded);
    if (const auto *frame = std::get_if<Frame>(&decoded)) {
        const Decoded again = decodeBinary(deflate(encode(*frame)), DecodeLimits{4 * 1024 * 1024, 16 * 1024 * 1024, 1000});
        fuzz::promise(std::holds_alternative<Frame>(again), "what was decoded can be packed and unpacked");
    }
}
