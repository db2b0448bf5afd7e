// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/policy/Policy.h"

namespace liaison::test {

/// A policy of these keys, as from one file.
inline Policy policyOf(const QList<QPair<const char *, QString>> &values)
{
    QList<PolicyEntry> entries;
    for (const auto &[key, value] : values)
        entries.append({QStringLiteral("test"), QStringLiteral("test:1"), QLatin1String(key), {value}});
    return Policy::of(entries);
}

} // namespace liaison::test
