// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison::update {

/// How the running program was installed. A value.
struct Installation
{
    QString platform; ///< a key of UpdateManifest::packages; empty for a build tree, which is never updated
    QString program;  ///< path of the AppImage; otherwise empty

    /// From the path of the running file and its environment. An AppImage's variables are inherited by whatever it starts, so they
    /// count only if this file lies below its mount.
    static Installation find(const QString &executable);
};

} // namespace liaison::update
