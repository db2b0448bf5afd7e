// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/store/Query.h"

namespace liaison::hub {

/// A Query over the desk's tables, where a text is never NULL: a null QString is bound as the empty one.
class DeskQuery : public Query
{
public:
    DeskQuery(const QSqlDatabase &db, const QString &sql, const QVariantList &values = {}) : Query(db, sql, withoutNulls(values))
    {}

private:
    static QVariantList withoutNulls(QVariantList values)
    {
        for (QVariant &value : values) {
            if (value.typeId() == QMetaType::QString && value.toString().isNull())
                value = QStringLiteral("");
        }
        return values;
    }
};

} // namespace liaison::hub
