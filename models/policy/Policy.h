// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/policy/PolicyNames.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>
#include <QVariant>

namespace liaison {

/// What stood in one place of one source for one key.
struct PolicyEntry
{
    QString source; ///< a file, or a key of the registry
    QString place;  ///< where in it, for words: "file:line"
    QString key;
    QStringList values;
};

/// What is wrong with a source, or with a key in it.
struct PolicyFault
{
    QString place;
    QString key;  ///< empty if the whole source is at fault
    QString what; ///< in the program's language
    QString text() const;
};

/// What the administrator of this machine has laid down: read once at start and never written. A wrong value is a fault, and the key
/// then has the value of PolicyKey::whenWrong, so that a mistake never weakens what was meant. Nothing secret is in a policy: every
/// user of the machine may read it. A value; any thread.
class Policy
{
    Q_DECLARE_TR_FUNCTIONS(liaison::Policy)
public:
    /// Of no source: every key as it is without a policy.
    Policy() = default;
    /// Entries in the order of their sources; a later source wins over an earlier one.
    static Policy of(const QList<PolicyEntry> &entries, const QList<PolicyFault> &faults = {}, const QStringList &sources = {});
    /// HKLM\Software\Policies\Liaison on Windows, /etc/liaison/policy.d elsewhere. There is no other way to name a place: whatever an
    /// agent could set (a variable, an option) would let him switch the policy off. A few small files: under a millisecond.
    static Policy ofThisMachine();

    /// True if the administrator has named the key, also with a wrong value.
    bool isSet(const char *key) const { return m_values.contains(QLatin1String(key)); }
    /// What holds; PolicyKey::otherwise if the key is not set.
    QVariant value(const char *key) const;
    QString text(const char *key) const { return value(key).toString(); }
    bool flag(const char *key) const { return value(key).toBool(); }
    int number(const char *key) const { return value(key).toInt(); }
    QStringList list(const char *key) const { return value(key).toStringList(); }
    /// Where a set key was read.
    QString place(const char *key) const { return m_places.value(QLatin1String(key)); }

    /// The keys that are set, sorted.
    QStringList names() const;
    const QList<PolicyFault> &faults() const { return m_faults; }
    /// The sources that were read, in order.
    const QStringList &sources() const { return m_sources; }

private:
    QHash<QString, QVariant> m_values;
    QHash<QString, QString> m_places;
    QList<PolicyFault> m_faults;
    QStringList m_sources;
};

} // namespace liaison
