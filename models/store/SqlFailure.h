// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/StoreError.h"

#include <stdexcept>

namespace liaison {

/// Thrown inside the store's threads when SQLite refuses something; never leaves them. Any thread.
class SqlFailure : public std::runtime_error
{
public:
    /// `code`: SQLite's extended result code; `what`: SQLite's own words (they name tables, never contents).
    SqlFailure(int code, const QString &what);

    int code() const { return m_code & 0xff; }
    bool isInterrupt() const;
    StoreError::Kind kind() const;
    StoreError toStoreError() const;

private:
    int m_code;
};

} // namespace liaison
