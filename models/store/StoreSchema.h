// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/SqlCipherDatabase.h"

namespace liaison {

/// Brings a file to this program's schema: numbered files migrations/NNNN_*.sql, each in one transaction with user_version = NNNN.
/// Writer thread.
class StoreSchema
{
public:
    /// The number of the newest migration.
    static int newest();
    /// Runs what is missing; true if anything was. The caller has refused a newer version before.
    static bool migrate(SqlCipherDatabase &database);
};

} // namespace liaison
