// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Store.h"

#include <QEventLoop>

namespace liaison::bench {

/// A store that is open, with questions that wait for their answers. Owner of the Store. Blocks; needs a QCoreApplication.
class OpenStore
{
public:
    /// `isOpen()` says whether it worked; `openedAfterMs()` how long it took until the store said so.
    explicit OpenStore(const QString &folder, const StoreOptions &options = {});

    bool isOpen() const { return m_open; }
    double openedAfterMs() const { return m_openedAfterMs; }
    Store &store() { return *m_store; }

    /// Calls `ask(context, done)` and waits until `done` was called; what it takes in ms.
    template <typename Answer>
    double time(const std::function<void(QObject *, std::function<void(const Answer &)>)> &ask, Answer *answer = nullptr)
    {
        QEventLoop loop;
        const qint64 before = nowNs();
        ask(&loop, [&](const Answer &given) {
            if (answer)
                *answer = given;
            loop.quit();
        });
        loop.exec();
        return double(nowNs() - before) / 1e6;
    }

    /// Steady time of the machine, ns: the same in all processes.
    static qint64 nowNs();
    /// Takes a folder's files out of the system's cache of files, so that the next read comes from the disk.
    static void makeCold(const QString &folder);

private:
    std::unique_ptr<Store> m_store;
    bool m_open = false;
    double m_openedAfterMs = 0;
};

} // namespace liaison::bench
