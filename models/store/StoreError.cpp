// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreError.h"

#include <QCoreApplication>

namespace liaison {

namespace {
struct StoreWords
{
    Q_DECLARE_TR_FUNCTIONS(liaison::StoreWords)
};
} // namespace

QString StoreError::text() const
{
    switch (kind) {
    case Kind::None: return {};
    case Kind::WrongKey:
        return StoreWords::tr("The local history cannot be opened with this password. Nothing was deleted. Please try again.");
    case Kind::Damaged:
        if (salvagedOutbox > 0) {
            return StoreWords::tr(
                "The local history was damaged. It is being fetched again from the server; %n unsent item(s) were saved.",
                nullptr, salvagedOutbox);
        }
        return StoreWords::tr("The local history was damaged. It is being fetched again from the server.");
    case Kind::Emptied: return StoreWords::tr("The local history was missing. It is being fetched again from the server.");
    case Kind::DiskFull:
        return StoreWords::tr(
            "The disk is full. You can go on working, but nothing new is kept on this computer until there is space again.");
    case Kind::Io: return StoreWords::tr("The local history cannot be read or written at the moment. Trying again.");
    case Kind::NewerVersion:
        return StoreWords::tr(
            "The local history was written by a newer version of Liaison. Please update Liaison; nothing was changed.");
    case Kind::NoKey: return StoreWords::tr("The key of the local history was not found. Please enter your password.");
    case Kind::InUse: return StoreWords::tr("Liaison is already open for this account on this computer.");
    }
    return {};
}

} // namespace liaison
