// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTest>

namespace liaison::test {

/// Damages a file as a failing disk does: `bytes` of it, or all from there on, become noise.
inline void overwrite(const QString &path, qint64 from, qint64 bytes = -1)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    QByteArray noise(bytes < 0 ? file.size() - from : bytes, '\0');
    for (char &c : noise)
        c = char(QRandomGenerator::global()->bounded(256));
    QCOMPARE(file.write(noise), noise.size());
}

} // namespace liaison::test
