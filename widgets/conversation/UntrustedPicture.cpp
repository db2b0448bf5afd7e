// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/UntrustedPicture.h"

#include <QImageReader>

namespace liaison {

namespace {
constexpr qint64 mostPixels = 100'000'000;
} // namespace

QSize sizeIfDecodable(QImageReader &reader)
{
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    // Only what is pixels: a drawing such as SVG is a program that can take for ever, or name files of this machine.
    static const QList<QByteArray> known{"png", "jpeg", "jpg", "gif", "webp", "bmp"};
    const QSize size = known.contains(reader.format()) ? reader.size() : QSize();
    return size.isValid() && qint64(size.width()) * size.height() <= mostPixels ? size : QSize();
}

} // namespace liaison
