// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <cstddef>

namespace liaison {

/// One row of a table that says how a value of an enumeration is written on the wire and in tables.
template <typename Value>
struct Name
{
    Value value;
    const char *text;
};

/// The written form of `value`; empty if the table lacks it.
template <typename Value, std::size_t n>
QString nameOf(const Name<Value> (&table)[n], Value value)
{
    for (const auto &row : table) {
        if (row.value == value)
            return QString::fromLatin1(row.text);
    }
    return {};
}

/// The value written as `text`, or `fallback`.
template <typename Value, std::size_t n>
Value valueOf(const Name<Value> (&table)[n], QStringView text, Value fallback)
{
    for (const auto &row : table) {
        if (text == QLatin1String(row.text))
            return row.value;
    }
    return fallback;
}

} // namespace liaison
