// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/Supervisor.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace liaison::hub {

void tellSupervisor(const QByteArray &state)
{
#ifdef Q_OS_UNIX
    const QByteArray name = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (name.size() < 2 || std::size_t(name.size()) >= sizeof address.sun_path)
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
    if (address.sun_path[0] == '@')
        address.sun_path[0] = 0; // an address outside the file system
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(name.size()));
    // Whether it is heard is the manager's business: it gives up on a service that never gets ready.
    ::sendto(fd, state.constData(), std::size_t(state.size()), MSG_NOSIGNAL, reinterpret_cast<const sockaddr *>(&address),
             length);
    ::close(fd);
#else
    Q_UNUSED(state)
#endif
}

} // namespace liaison::hub
