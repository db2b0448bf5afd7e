// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreError.h"

#include <QCoreApplication>

namespace liaison {

QString StoreError::text() const
{
    const auto tr = [](const char *source, int n = -1) { return QCoreApplication::translate("StoreError", source, nullptr, n); };
    switch (kind) {
    case Kind::None: return {};
    case Kind::WrongKey:
        return tr("The local history cannot be opened with this password. Nothing was deleted. Please try again.");
    case Kind::Damaged:
        if (salvagedOutbox > 0) {
            return tr("The local history was damaged. It is being fetched again from the server; %n unsent item(s) were saved.",
                      salvagedOutbox);
        }
        return tr("The local history was damaged. It is being fetched again from the server.");
    case Kind::Emptied: return tr("The local history was missing. It is being fetched again from the server.");
    case Kind::DiskFull:
        return tr(
            "The disk is full. You can go on working, but nothing new is kept on this computer until there is space again.");
    case Kind::Io: return tr("The local history cannot be read or written at the moment. Trying again.");
    case Kind::NewerVersion:
        return tr("The local history was written by a newer version of Liaison. Please update Liaison; nothing was changed.");
    case Kind::NoKey: return tr("The key of the local history was not found. Please enter your password.");
    case Kind::InUse: return tr("Liaison is already open for this account on this computer.");
    }
    return {};
}

} // namespace liaison
