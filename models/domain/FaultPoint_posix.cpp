// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/FaultPoint.h"

#ifdef LIAISON_FAULT_POINTS
#include <QByteArray>
#include <QList>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

namespace liaison::fault {

namespace {

/// The file, mapped: the campaign writes it while the process runs. Little-endian; `wish` is raised last.
struct Wishes
{
    qint64 clockOffsetMs;
    quint32 wish;   ///< counts the wishes; another number than before means a new one
    quint32 passes; ///< of the point until it kills; 0 for no wish
    quint32 micros; ///< for reachSoon(): how long after it
    char point[44]; ///< ends with a zero byte
};
static_assert(sizeof(Wishes) == 64);

const volatile Wishes *wishes()
{
    static const volatile Wishes *const mapped = []() -> const volatile Wishes *
    {
        const QByteArray path = qgetenv("LIAISON_FAULT_FILE");
        const int file = path.isEmpty() ? -1 : ::open(path.constData(), O_RDONLY | O_CLOEXEC);
        if (file < 0)
            return nullptr;
        void *at = ::mmap(nullptr, sizeof(Wishes), PROT_READ, MAP_SHARED, file, 0);
        ::close(file);
        return at == MAP_FAILED ? nullptr : static_cast<const volatile Wishes *>(at);
    }
    ();
    return mapped;
}

/// True if this pass of the point is the wished one.
bool isDue(const char *point, quint32 *micros)
{
    const volatile Wishes *wanted = wishes();
    if (!wanted)
        return false;
    static std::mutex mutex;
    static quint32 seen = 0;
    static quint32 left = 0;
    const std::lock_guard lock(mutex);
    if (wanted->wish != seen) {
        seen = wanted->wish;
        left = wanted->passes;
    }
    if (left == 0)
        return false;
    for (std::size_t i = 0; i < sizeof(Wishes::point); ++i) {
        if (wanted->point[i] != point[i])
            return false;
        if (point[i] == '\0')
            break;
    }
    *micros = wanted->micros;
    return --left == 0;
}

} // namespace

void reach(const char *point)
{
    quint32 micros = 0;
    if (isDue(point, &micros))
        ::kill(::getpid(), SIGKILL);
}

void reachSoon(const char *point)
{
    quint32 micros = 0;
    if (!isDue(point, &micros))
        return;
    std::thread([micros] {
        // Not asleep: a sleeping thread wakes later than a transaction takes.
        const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(micros);
        while (std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
        ::kill(::getpid(), SIGKILL);
    }).detach();
}

bool breaks(const char *rule)
{
    static const QList<QByteArray> broken = qgetenv("LIAISON_BREAK").split(',');
    return broken.contains(rule);
}

qint64 clockOffset()
{
    const volatile Wishes *wanted = wishes();
    return wanted ? wanted->clockOffsetMs : 0;
}

} // namespace liaison::fault
#endif
