// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison::update {

/// Why an update is not taken, or not yet. docs/administrator.md, "Updating", says what each means and what to do.
enum class Reason {
    None,
    Unreachable,     ///< no answer, or one that is no success
    NotTrusted,      ///< the server's certificate
    UnsafeAddress,   ///< plain HTTP outside this machine
    Redirected,      ///< to another host, port or scheme
    NotAManifest,    ///< what was answered is no signed manifest, or too big for one
    UnknownKey,      ///< signed, but by nobody this workstation knows
    BadSignature,    ///< by a known key's name, but not with that key: changed after it was signed
    BadManifest,     ///< rightly signed, and still no manifest: made by another tool
    Expired,         ///< too old to be believed; or this machine's clock is wrong
    OtherChannel,    ///< of a channel that this workstation does not follow
    Replayed,        ///< an earlier serial than one that was accepted, or the same with another content
    NoPackage,       ///< none for this kind of installation
    UpToDate,        ///< it names what runs here
    Downgrade,       ///< it names something older
    TooFarBehind,    ///< what runs here is older than `minimum`; another version has to be installed first
    FailedHere,      ///< this version did not start here
    NotYet,          ///< the ring of this installation opens later, or has no time yet
    WrongSize,       ///< the package is not as long as the manifest says
    WrongHash,       ///< the package is not what was signed
    Interrupted,     ///< the download stopped in the middle; what is there is kept
    DiskFull,        ///< no room for the package
    CannotWrite,     ///< the folder cannot be written
    OtherWindowOpen, ///< another account is open on this machine, and its history would have to be converted
};

/// The reason's name as it stands in diagnostics and docs/administrator.md, such as "bad-signature"; never translated.
QString reasonName(Reason reason);
/// In a sentence, in the program's language.
QString inWords(Reason reason);

} // namespace liaison::update
