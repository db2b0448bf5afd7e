// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// A new random id (UUID v4 without braces).
QString newId();
/// True for 1–64 characters of [A-Za-z0-9_-], the only ids the wire takes.
bool isId(QStringView text);

} // namespace liaison
