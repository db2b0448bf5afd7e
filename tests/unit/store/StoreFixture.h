// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

namespace liaison {

/// A folder of its own with a store in it, and calls that wait for their answer. GUI thread of a test.
class StoreFixture
{
public:
    explicit StoreFixture(const StoreOptions &options = fast());
    ~StoreFixture();

    /// Waits that a test need not sit out.
    static StoreOptions fast();

    QString folder() const { return m_folder; }
    QString file(const QString &name) const { return m_folder + QLatin1Char('/') + name; }
    void setFolder(const QString &folder) { m_folder = folder; }
    QByteArray key = QByteArray(32, 'k');
    StoreOptions options;

    /// Opens and waits for `opened` or a fatal `failed`. True if it is open.
    bool open();
    void close();
    Store &store() { return *m_store; }
    /// All that `failed` said since open().
    QList<StoreError> failures() const { return m_failures; }
    QList<StoreError> degradations() const { return m_degradations; }
    int recoveries() const { return m_recoveries; }

    StoreError apply(const StoreBatch &batch);
    StoreError putOutbox(const OutboxEntry &entry);
    Cursor cursor();
    StoreOverview overview();
    MessageSlice newest(const QString &conversation, int n = 50);
    SearchResult search(const QString &typed, int most = 20);
    QString setting(const QString &name);
    /// Everything asked before is written.
    void settle() { cursor(); }

    static Message message(const QString &conversation, qint64 cseq, const QString &text);
    static Conversation conversation(const QString &id, const QString &customer, const QString &name);
    static Customer customer(const QString &id, const QString &name, const QString &phone = {});
    static OutboxEntry entry(const QString &cid, const QString &text);
    static StoreBatch batch(const QList<Message> &messages, qint64 pos = -1);

private:
    QTemporaryDir m_dir;
    QString m_folder;
    std::unique_ptr<Store> m_store;
    QList<StoreError> m_failures;
    QList<StoreError> m_degradations;
    int m_recoveries = 0;
};

} // namespace liaison
