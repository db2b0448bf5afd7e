// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLockFile>

namespace liaison {

/// Keeps something on this machine for one process, by a file. Ends with the object, or with the process however that ends. One thread.
class FolderLock
{
public:
    enum class Outcome {
        Held,
        Taken,  ///< another process that is alive has it
        NoRoom, ///< the disk has no room for the file
        Failed  ///< no right to write there, say
    };

    explicit FolderLock(const QString &path);

    /// Tries once, without waiting. What a process that died left behind is no obstacle, on a full disk either.
    Outcome take();

private:
    QLockFile m_file;
};

} // namespace liaison
