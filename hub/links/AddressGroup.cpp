// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/AddressGroup.h"

namespace liaison::hub {

QHostAddress addressGroup(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    if (isV4)
        return QHostAddress(v4);
    if (address.protocol() != QAbstractSocket::IPv6Protocol || address.isLoopback())
        return address;
    constexpr int networkBytes = 8;
    Q_IPV6ADDR bytes = address.toIPv6Address();
    for (int i = networkBytes; i < 16; ++i)
        bytes.c[i] = 0;
    return QHostAddress(bytes);
}

bool isOwnMachine(const QHostAddress &address)
{
    const QHostAddress one = addressGroup(address);
    return one == QHostAddress(QHostAddress::LocalHost) || one == QHostAddress(QHostAddress::LocalHostIPv6);
}

} // namespace liaison::hub
