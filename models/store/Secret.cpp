// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/Secret.h"

#include <sodium.h>

namespace liaison {

void Secret::zero(QByteArray &bytes)
{
    if (bytes.isDetached())
        sodium_memzero(bytes.data(), size_t(bytes.size()));
    bytes.clear();
}

} // namespace liaison
