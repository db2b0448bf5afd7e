// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/CommandGroup.h"
#include "hub/routing/Desk.h"
#include "hub/store/Database.h"
#include "models/domain/Clock.h"

#include <QList>

namespace liaison::bench {

/// Somebody with a token, as a sign-in or the page would have given it.
struct Person
{
    QString id;
    QString token;
    QString device;
};

/// Puts agents and customers into a hub's data folder before the hub starts: by the desk's own commands where there are any.
class DeskFiller
{
public:
    explicit DeskFiller(const QString &databasePath);
    ~DeskFiller();

    /// A queue; `mode`: "auto" gives conversations out, "offer" asks. All agents made later join it.
    void addQueue(const QString &id, const QString &mode);
    /// Each with so many devices, one after the other in the list.
    QList<Person> addAgents(int count, int capacity, int devices = 1);
    QList<Person> addCustomers(int count);

    hub::Database &database() { return m_database; }
    hub::Desk &desk() { return m_desk; }
    const Clock &clock() const { return m_clock; }

private:
    SystemClock m_clock;
    hub::Desk m_desk;
    hub::Database m_database;
    hub::WriterSettings m_settings;
    QStringList m_queues;
};

} // namespace liaison::bench
