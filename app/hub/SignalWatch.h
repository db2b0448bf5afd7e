// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QSocketNotifier>
#include <memory>

namespace liaison::hub {

/// Turns SIGTERM, SIGINT and the console's close into a Qt signal. One per program; main thread.
class SignalWatch : public QObject
{
    Q_OBJECT
public:
    explicit SignalWatch(QObject *parent = nullptr);
    ~SignalWatch() override;

signals:
    /// The program is asked to end.
    void endAsked();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace liaison::hub
