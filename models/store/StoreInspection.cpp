// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreInspection.h"

#include "models/store/SqlFailure.h"

namespace liaison {

StoreInspection::StoreInspection(const QString &database, const QByteArray &key, int delayMs,
                                 std::function<void(const QString &)> damaged)
    : m_path(database), m_key(key), m_damaged(std::move(damaged)), m_thread([this, delayMs] { run(delayMs); })
{}

StoreInspection::~StoreInspection()
{
    {
        const std::lock_guard guard(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void StoreInspection::run(int delayMs)
{
    {
        // The first seconds belong to what the agent looks at.
        std::unique_lock lock(m_mutex);
        if (m_wake.wait_for(lock, std::chrono::milliseconds(delayMs), [this] { return m_stopping.load(); }))
            return;
    }
    QString damage;
    try {
        SqlCipherDatabase database;
        database.open(m_path, m_key.value(), SqlCipherDatabase::Role::Reader);
        database.configure(SqlCipherDatabase::Role::Reader);
        database.setCancelled([this] { return m_stopping.load(); });
        const QString answer = database.text("PRAGMA quick_check(1)");
        if (answer != QLatin1String("ok"))
            damage = QStringLiteral("quick_check: ") + answer;
    } catch (const SqlFailure &failure) {
        if (failure.kind() == StoreError::Kind::Damaged)
            damage = failure.toStoreError().detail;
    }
    if (!damage.isNull() && !m_stopping)
        m_damaged(damage);
}

} // namespace liaison
