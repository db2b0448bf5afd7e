// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreReader.h"

#include "models/store/SqlFailure.h"

#include <sodium.h>

namespace liaison {

StoreReader::StoreReader(std::function<void(const QString &)> damaged)
    : m_damaged(std::move(damaged)), m_thread([this] { run(); })
{}

StoreReader::~StoreReader()
{
    {
        const std::lock_guard guard(m_mutex);
        m_stopping = true;
        m_leave = true;
        if (!m_closed)
            m_database.interrupt();
    }
    m_wake.notify_all();
    m_thread.join();
    sodium_memzero(m_key.data(), size_t(m_key.size()));
}

void StoreReader::ask(Question question)
{
    {
        const std::lock_guard guard(m_mutex);
        const quint64 number = ++m_asked;
        if (question.isSearch) {
            m_newestSearch = number;
            if (m_searching)
                m_database.interrupt();
        }
        m_questions.emplace_back(number, std::move(question));
    }
    m_wake.notify_all();
}

void StoreReader::pause()
{
    Lock lock(m_mutex);
    m_state = State::Paused;
    m_leave = true;
    if (!m_closed)
        m_database.interrupt();
    m_wake.notify_all();
    m_wake.wait(lock, [this] { return m_closed && !m_reporting; });
}

void StoreReader::resume(const QString &database, const QByteArray &key)
{
    {
        const std::lock_guard guard(m_mutex);
        m_path = database;
        m_key = QByteArray(key.constData(), key.size());
        m_state = State::Working;
        m_leave = false;
    }
    m_wake.notify_all();
}

void StoreReader::giveUp()
{
    pause();
    {
        const std::lock_guard guard(m_mutex);
        m_state = State::Off;
        m_leave = false;
    }
    m_wake.notify_all();
}

void StoreReader::run()
{
    Lock lock(m_mutex);
    for (;;) {
        if (m_stopping || m_state == State::Paused)
            closeConnection(lock);
        if (m_stopping)
            return;
        if (m_state == State::Paused || m_questions.empty())
            m_wake.wait(lock);
        else
            answerNext(lock);
    }
}

void StoreReader::closeConnection(Lock &lock)
{
    if (m_closed)
        return;
    m_database.close();
    m_closed = true;
    lock.unlock();
    m_wake.notify_all();
    lock.lock();
}

void StoreReader::answerNext(Lock &lock)
{
    const auto [number, question] = std::move(m_questions.front());
    m_questions.pop_front();
    const bool off = m_state == State::Off;
    m_closed = m_closed && off;
    m_searching = false;
    lock.unlock();
    const auto stale = [this, number = number, search = question.isSearch] { return search && m_newestSearch != number; };
    bool again = false;
    QString damage;
    if (stale()) {
        question.drop();
    } else if (off) {
        question.answer(nullptr);
    } else {
        try {
            if (!m_database.isOpen()) {
                m_database.open(m_path, m_key, SqlCipherDatabase::Role::Reader);
                m_database.configure(SqlCipherDatabase::Role::Reader);
            }
            m_database.setCancelled([this, &stale] { return m_leave || stale(); });
            lock.lock();
            m_searching = question.isSearch;
            lock.unlock();
            RowReader rows(m_database);
            question.answer(&rows);
        } catch (const SqlFailure &failure) {
            if (failure.isInterrupt() && stale())
                question.drop();
            else if (failure.isInterrupt())
                again = true;
            else if (failure.kind() == StoreError::Kind::Damaged) {
                again = true;
                damage = failure.toStoreError().detail;
            } else {
                question.answer(nullptr);
            }
        }
    }
    lock.lock();
    m_searching = false;
    if (m_database.isOpen())
        m_database.setCancelled({});
    if (again)
        m_questions.emplace_front(number, question);
    if (damage.isNull())
        return;
    // The writer rebuilds the file; this question is asked again of the new one.
    m_state = State::Paused;
    m_reporting = true;
    closeConnection(lock);
    lock.unlock();
    m_damaged(damage);
    lock.lock();
    m_reporting = false;
    m_wake.notify_all();
}

} // namespace liaison
