// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QDir>
#include <QFile>

namespace liaison::test {

/// The bytes of a program that says it is `version` and does `deed` ("good", "crash", "exit", "unsure"); see newcomer/main.cpp.
/// `padding`: so many bytes more.
inline QByteArray newcomerImage(const QByteArray &version, const QByteArray &deed, int padding = 0)
{
    QFile file(QDir(qEnvironmentVariable("LIAISON_BIN_DIR")).filePath(QStringLiteral("update_newcomer")));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("update_newcomer is not built");
    return file.readAll() + QByteArray(padding, 'p') + "\nNEWCOMER " + version + ' ' + deed;
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool writeProgram(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() &&
           file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

} // namespace liaison::test
