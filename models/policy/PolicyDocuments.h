// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/policy/PolicyTable.h"

namespace liaison {

/// What is written from the table of keys, so that no document says other than the code: the table for administrators, the templates
/// for Group Policy (Microsoft's PolicyDefinitions schema 1.0) and an example for Linux. Pure; any thread.
class PolicyDocuments
{
public:
    enum class Tongue { English, Chinese };

    /// The tables of docs/administrator.md, one a category; what stands between the two marks there.
    static QString markdown();
    static constexpr const char *beginMark = "<!-- policy keys: written by ./dev policy -->";
    static constexpr const char *endMark = "<!-- end of policy keys -->";

    static QByteArray admx();
    static QByteArray adml(Tongue tongue);
    /// Every key with its explanation, as a comment.
    static QString exampleFile();
};

} // namespace liaison
