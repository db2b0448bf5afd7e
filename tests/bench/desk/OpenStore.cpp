// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/OpenStore.h"

#include "tests/bench/StoreFilling.h"

#include <QDir>
#include <chrono>
#include <fcntl.h>
#include <unistd.h>

namespace liaison::bench {

OpenStore::OpenStore(const QString &folder, const StoreOptions &options) : m_store(std::make_unique<Store>(options))
{
    QEventLoop loop;
    QObject::connect(m_store.get(), &Store::opened, &loop, [this, &loop] {
        m_open = true;
        loop.quit();
    });
    QObject::connect(m_store.get(), &Store::failed, &loop, [&loop] { loop.quit(); });
    const qint64 before = nowNs();
    m_store->open(folder, StoreFilling::key());
    loop.exec();
    m_openedAfterMs = double(nowNs() - before) / 1e6;
}

qint64 OpenStore::nowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void OpenStore::makeCold(const QString &folder)
{
    for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden)) {
        const int fd = ::open(QFile::encodeName(file.filePath()).constData(), O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        ::fsync(fd); // pages that are not written yet would stay
        ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        ::close(fd);
    }
}

} // namespace liaison::bench
