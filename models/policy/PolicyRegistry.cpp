// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/PolicyRegistry.h"

#include "models/policy/PolicyTable.h"

#include <QSettings>

namespace liaison {

Policy PolicyRegistry::readFrom(const QSettings &settings, const QString &source)
{
    QList<PolicyEntry> entries;
    // Values of a list lie one level below, "masking_rules/1"; numbers come as numbers, several texts as a list.
    const QStringList names = settings.allKeys();
    for (const QString &name : names) {
        const QVariant value = settings.value(name);
        const QString key = name.section(QLatin1Char('/'), 0, 0);
        const bool several = value.userType() == QMetaType::QStringList;
        entries.append({source, source + QLatin1Char('\\') + QString(name).replace(QLatin1Char('/'), QLatin1Char('\\')), key,
                        several ? value.toStringList() : QStringList{value.toString()}});
    }
    return Policy::of(entries, {}, names.isEmpty() ? QStringList() : QStringList{source});
}

} // namespace liaison
