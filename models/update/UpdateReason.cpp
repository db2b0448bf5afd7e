// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/UpdateReason.h"

#include <QCoreApplication>

namespace liaison::update {

namespace {

struct Row
{
    Reason reason;
    const char *name;
    const char *words;
};

const Row rows[] = {
    {Reason::None, "none", QT_TRANSLATE_NOOP("UpdateReason", "All is well.")},
    {Reason::Unreachable, "unreachable", QT_TRANSLATE_NOOP("UpdateReason", "The server of the updates cannot be reached.")},
    {Reason::NotTrusted, "not-trusted",
     QT_TRANSLATE_NOOP("UpdateReason", "This computer does not trust the certificate of the server of the updates.")},
    {Reason::UnsafeAddress, "unsafe-address",
     QT_TRANSLATE_NOOP("UpdateReason", "The address of the updates is not protected by TLS.")},
    {Reason::Redirected, "redirected", QT_TRANSLATE_NOOP("UpdateReason", "The server sent us to another one.")},
    {Reason::NotAManifest, "not-a-manifest",
     QT_TRANSLATE_NOOP("UpdateReason", "What the server answers is no announcement of an update.")},
    {Reason::UnknownKey, "unknown-key",
     QT_TRANSLATE_NOOP("UpdateReason", "The announcement is signed by somebody this computer does not know.")},
    {Reason::BadSignature, "bad-signature",
     QT_TRANSLATE_NOOP("UpdateReason", "The announcement was changed after it was signed.")},
    {Reason::BadManifest, "bad-manifest", QT_TRANSLATE_NOOP("UpdateReason", "The announcement cannot be understood.")},
    {Reason::Expired, "expired",
     QT_TRANSLATE_NOOP("UpdateReason", "The announcement has expired, or the clock of this computer is wrong.")},
    {Reason::OtherChannel, "other-channel", QT_TRANSLATE_NOOP("UpdateReason", "The announcement is meant for another channel.")},
    {Reason::Replayed, "replayed",
     QT_TRANSLATE_NOOP("UpdateReason", "The announcement is an old one; a later one was seen already.")},
    {Reason::NoPackage, "no-package", QT_TRANSLATE_NOOP("UpdateReason", "There is no package for this kind of installation.")},
    {Reason::UpToDate, "up-to-date", QT_TRANSLATE_NOOP("UpdateReason", "This is the newest version.")},
    {Reason::Downgrade, "downgrade", QT_TRANSLATE_NOOP("UpdateReason", "The version announced is older than this one.")},
    {Reason::TooFarBehind, "too-far-behind",
     QT_TRANSLATE_NOOP("UpdateReason", "This version is too old to be updated in one step.")},
    {Reason::FailedHere, "failed-here",
     QT_TRANSLATE_NOOP("UpdateReason", "The version announced did not start on this computer.")},
    {Reason::NotYet, "not-yet", QT_TRANSLATE_NOOP("UpdateReason", "The turn of this computer comes later.")},
    {Reason::WrongSize, "wrong-size", QT_TRANSLATE_NOOP("UpdateReason", "The package is not as long as announced.")},
    {Reason::WrongHash, "wrong-hash", QT_TRANSLATE_NOOP("UpdateReason", "The package is not the one that was announced.")},
    {Reason::Interrupted, "interrupted",
     QT_TRANSLATE_NOOP("UpdateReason", "The download was interrupted; it goes on where it stopped.")},
    {Reason::DiskFull, "disk-full", QT_TRANSLATE_NOOP("UpdateReason", "The disk is full.")},
    {Reason::CannotWrite, "cannot-write", QT_TRANSLATE_NOOP("UpdateReason", "The folder of the program cannot be written.")},
    {Reason::OtherWindowOpen, "other-window-open",
     QT_TRANSLATE_NOOP("UpdateReason", "Liaison is open for another account on this computer; please close that first.")},
};

const Row &rowOf(Reason reason)
{
    for (const Row &row : rows) {
        if (row.reason == reason)
            return row;
    }
    return rows[0];
}

} // namespace

QString reasonName(Reason reason) { return QLatin1String(rowOf(reason).name); }

QString inWords(Reason reason) { return QCoreApplication::translate("UpdateReason", rowOf(reason).words); }

} // namespace liaison::update
