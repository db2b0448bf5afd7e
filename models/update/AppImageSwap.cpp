// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/AppImageSwap.h"

#include <QFile>
#include <QSaveFile>
#include <filesystem>

namespace liaison::update {

namespace {

constexpr qint64 blockBytes = 1 << 20;
constexpr auto programRights = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup |
                               QFile::ReadOther | QFile::ExeOther;

std::filesystem::path native(const QString &path) { return std::filesystem::path(path.toStdU16String()); }

/// Writes beside, syncs, renames over `to`; `to` is the old file or the new one, never a part.
Reason copyOver(const QString &from, const QString &to)
{
    QFile source(from);
    QSaveFile target(to);
    if (!source.open(QIODevice::ReadOnly) || !target.open(QIODevice::WriteOnly))
        return Reason::CannotWrite;
    while (!source.atEnd()) {
        const QByteArray block = source.read(blockBytes);
        const qint64 written = block.isEmpty() ? -1 : target.write(block);
        if (written != block.size()) {
            const bool full = written > 0 || target.error() == QFileDevice::ResourceError;
            target.cancelWriting();
            return full ? Reason::DiskFull : Reason::CannotWrite;
        }
    }
    if (!target.setPermissions(programRights) || !target.commit())
        return target.error() == QFileDevice::ResourceError ? Reason::DiskFull : Reason::CannotWrite;
    return Reason::None;
}

} // namespace

Reason AppImageSwap::keepOld() const
{
    std::error_code error;
    const QString beside = m_program + QLatin1String(".link");
    std::filesystem::remove(native(beside), error);
    std::filesystem::create_hard_link(native(m_program), native(beside), error);
    if (!error) {
        std::filesystem::rename(native(beside), native(previous()), error);
        // Two names of the same file are left as they are by a rename.
        std::error_code gone;
        std::filesystem::remove(native(beside), gone);
    }
    // A file system without hard links.
    return error ? copyOver(m_program, previous()) : Reason::None;
}

Reason AppImageSwap::put(const QString &package) const
{
    const Reason kept = keepOld();
    return kept == Reason::None ? copyOver(package, m_program) : kept;
}

bool AppImageSwap::back() const
{
    std::error_code error;
    std::filesystem::rename(native(previous()), native(m_program), error);
    return !error;
}

} // namespace liaison::update
