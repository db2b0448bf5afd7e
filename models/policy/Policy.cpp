// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/Policy.h"

#include "models/policy/PolicyRules.h"
#include "models/policy/PolicyTable.h"
#ifdef Q_OS_WIN
#include "models/policy/PolicyRegistry.h"
#else
#include "models/policy/PolicyFolder.h"
#endif

#include <algorithm>

namespace liaison {

QString PolicyFault::text() const
{
    return key.isEmpty() ? place + QLatin1String(": ") + what : place + QLatin1String(": ") + key + QLatin1String(": ") + what;
}

Policy Policy::of(const QList<PolicyEntry> &entries, const QList<PolicyFault> &faults, const QStringList &sources)
{
    Policy policy;
    policy.m_faults = faults;
    policy.m_sources = sources;
    struct Given
    {
        QString source;
        QString place;
        QStringList values;
    };
    QHash<QString, Given> last;
    for (const PolicyEntry &entry : entries) {
        if (!PolicyTable::find(entry.key)) {
            policy.m_faults.append({entry.place, entry.key, tr("there is no such key in this version")});
            continue;
        }
        // The entries of one source are one value (a list, or one too many); another source takes its place.
        Given &given = last[entry.key];
        if (given.source != entry.source)
            given = {entry.source, entry.place, {}};
        given.values += entry.values;
    }
    QStringList names = last.keys();
    std::sort(names.begin(), names.end());
    for (const QString &name : std::as_const(names)) {
        const PolicyKey &key = *PolicyTable::find(name);
        const Given given = last.value(name);
        QString wrong;
        QVariant value = PolicyRules::read(key, given.values, &wrong);
        if (!wrong.isEmpty())
            policy.m_faults.append({given.place, name, wrong});
        if (!value.isValid())
            value = key.whenWrong;
        // Where a mistake weakens nothing it is as if nothing had been said.
        if (!value.isValid())
            continue;
        policy.m_values.insert(name, value);
        policy.m_places.insert(name, given.place);
    }
    return policy;
}

Policy Policy::ofThisMachine()
{
#ifdef Q_OS_WIN
    return PolicyRegistry::read();
#else
    return PolicyFolder(QString::fromLatin1(PolicyFolder::systemFolder)).read();
#endif
}

QVariant Policy::value(const char *key) const
{
    const QString name = QLatin1String(key);
    const auto found = m_values.constFind(name);
    if (found != m_values.constEnd())
        return *found;
    const PolicyKey *known = PolicyTable::find(name);
    Q_ASSERT(known);
    return known ? known->otherwise : QVariant();
}

QStringList Policy::names() const
{
    QStringList names = m_values.keys();
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace liaison
