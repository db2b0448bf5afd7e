// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/session/SignIn.h"

#include <QThreadPool>

namespace liaison {

class Store;

/// Whether a typed password is that of the agent who is signed in, to open a locked window (docs/decisions/0010). The hub is asked;
/// while it cannot be reached, an argon2id hash decides that was kept in the encrypted store when the agent last signed in. Wrong
/// ones without the hub are answered later each time. The password itself is kept nowhere. GUI thread; the hash is made in a pool.
class PasswordCheck : public QObject
{
    Q_OBJECT
public:
    enum class Outcome {
        Right,
        Wrong,
        Unknown ///< the hub cannot be asked, and nothing is known here; or it refused for another reason
    };
    Q_ENUM(Outcome)

    /// The store is not owned. `delayMs`: how long a first wrong one without the hub waits for its answer.
    PasswordCheck(Store *store, const TlsTrust &trust, int delayMs = 1000, QObject *parent = nullptr);
    ~PasswordCheck() override; ///< waits for a hash that is being made: a fraction of a second

    /// Keeps the hash of the password that the hub has just taken.
    void remember(const QString &password);
    /// One at a time; `checked` follows.
    void check(const QUrl &hub, const QString &name, const QString &password, const QString &device);

signals:
    /// `words`: for the agent, empty if it is right. `token`: a new one, if it was the hub that said so.
    void checked(liaison::PasswordCheck::Outcome outcome, const QString &words, const QString &token);

private:
    void checkHere(const QString &password, const QString &why);

    Store *m_store;
    SignIn m_signIn;
    QString m_password; ///< only while it is being checked
    const int m_delayMs;
    int m_wrong = 0;
    QObject m_receiver;
    QThreadPool m_pool; // waited for before `m_receiver` goes
};

} // namespace liaison
