// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// What went wrong with the local store; the rows of "When it breaks" in docs/store.md.
struct StoreError
{
    enum class Kind {
        None,
        WrongKey, ///< the check value does not fit: ask again, delete nothing
        Damaged,  ///< a page is damaged: set aside, outbox salvaged, rebuilt from the hub (cursor is gone)
        Emptied,  ///< the file was empty or missing: rebuilt
        DiskFull, ///< rolled back, readable; retried
        Io,
        NewerVersion, ///< written by a newer program: not touched
        NoKey,        ///< the secret store has no key and the passphrase was not given
        InUse         ///< another process has this account's folder open: not touched
    };
    Kind kind = Kind::None;
    QString detail;         ///< technical, for the diagnostics page; no message text, no key
    QString setAsidePath;   ///< where a damaged file went
    int salvagedOutbox = 0; ///< commands carried over from the damaged file

    static StoreError of(Kind kind, const QString &detail) { return {kind, detail, {}, 0}; }
    bool isError() const { return kind != Kind::None; }
    /// True if the store works although this happened: it was rebuilt, and the hub sends again. When such an error comes with
    /// Store::failed() at start, Store::opened() follows.
    bool isRebuilt() const { return kind == Kind::Damaged || kind == Kind::Emptied; }
    /// What an agent is told: one or two sentences in the program's language. Empty for None.
    QString text() const;
};

} // namespace liaison

#include <QMetaType>
Q_DECLARE_METATYPE(liaison::StoreError)
