// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFuture>
#include <QPromise>
#include <QThreadPool>
#include <memory>

namespace liaison {

/// Runs `work` on one of the global pool's threads, so that the GUI thread waits for no disk and no picture; the result comes by
/// the future. `work` must hold copies of all it needs. Any thread.
template <typename Result, typename Work>
QFuture<Result> elsewhere(Work work)
{
    auto promise = std::make_shared<QPromise<Result>>();
    QFuture<Result> future = promise->future();
    promise->start();
    QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
        promise->addResult(work());
        promise->finish();
    });
    return future;
}

} // namespace liaison
