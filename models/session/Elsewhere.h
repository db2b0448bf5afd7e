// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFuture>
#include <QFutureWatcher>
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

/// Runs `then` with the result, through the event loop of `context` and its thread; not at all if `context` goes before. Not
/// QFuture::then(context): Qt does not survive a context that goes before the work is done.
template <typename Result, typename Then>
void whenDone(const QFuture<Result> &future, QObject *context, Then then)
{
    auto *watcher = new QFutureWatcher<Result>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        then(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace liaison
