// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>

namespace liaison::hub {

/// Tells the service manager that started this process how it is (sd_notify(3)): a datagram to the socket named by NOTIFY_SOCKET, so
/// that `systemctl start` returns when the hub takes connections. Nothing happens where no such manager is. `state`: "READY=1",
/// "STOPPING=1". Main thread.
void tellSupervisor(const QByteArray &state);

} // namespace liaison::hub
