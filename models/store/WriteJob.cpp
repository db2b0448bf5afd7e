// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/WriteJob.h"

namespace liaison {

int WriteJob::rows() const
{
    if (const auto *batch = as<StoreBatch>()) {
        return int(1 + batch->messages.size() + batch->conversations.size() + batch->customers.size() + batch->canned.size() +
                   batch->unknownEvents.size());
    }
    return 1;
}

} // namespace liaison
