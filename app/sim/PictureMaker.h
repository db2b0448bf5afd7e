// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QRandomGenerator>
#include <QSize>
#include <QString>

namespace liaison::sim {

/// A made-up photo or screenshot, encoded.
struct MadePicture
{
    QByteArray bytes;
    QString mime;
    QString name;
    QSize size;
};

/// Draws something that a list of thumbnails treats like a photo: a gradient with soft spots and the caption on it. JPEG or PNG,
/// upright or across, from 480 to 2,400 px. Needs a QGuiApplication (fonts). Costs 5–60 ms.
MadePicture makePicture(QRandomGenerator &random, const QString &caption);

} // namespace liaison::sim
