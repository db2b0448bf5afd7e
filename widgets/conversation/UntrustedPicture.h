// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSize>

class QImageReader;

namespace liaison {

/// Makes `reader` ready for a picture from anybody: its format is what its bytes say, and it is turned as the camera was held. Returns
/// its size; an invalid one if it is not to be decoded: not a format of pixels, broken, or claiming more than 100 million pixels.
/// Any thread; reads the head of the picture only.
QSize sizeIfDecodable(QImageReader &reader);

} // namespace liaison
