// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>

namespace liaison {

/// A side-car file that tells a wrong key from a damaged file: a keyed hash (BLAKE2b) of a constant, from which the key cannot be
/// found. Any thread.
class KeyCheck
{
public:
    enum class Answer { Missing, Right, Wrong };
    static Answer ask(const QString &path, const QByteArray &key);
    static bool write(const QString &path, const QByteArray &key);
};

} // namespace liaison
