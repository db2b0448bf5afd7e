// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHostAddress>

namespace liaison::hub {

/// Whom limits per address count together: an IPv4 address by itself, also when it comes mapped into IPv6; of an IPv6 address the
/// first 64 bits, because whoever has one of them has them all. Pure; any thread.
QHostAddress addressGroup(const QHostAddress &address);

/// 127.0.0.1 or ::1, by which the programs of one machine reach each other: limits per address are not kept for it. The other
/// addresses of 127.0.0.0/8 count like anybody's, so that limits can be tried on one machine.
bool isOwnMachine(const QHostAddress &address);

} // namespace liaison::hub
