// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QObject>
#include <functional>

namespace liaison {

/// The data key of one account: random, kept in the system's secret store (QtKeychain), and wrapped a second time under a
/// passphrase (argon2id) in a side-car file, so that a changed keyring does not cost the history. GUI thread.
class KeyVault : public QObject
{
    Q_OBJECT
public:
    enum class Outcome {
        Ready,              ///< `key` is the 32-byte data key
        NeedsPassphrase,    ///< the secret store has none, the side-car file has a wrapped one: ask, then unlock()
        NeedsNewPassphrase, ///< first start without a secret store: ask for one, then create()
        WrongPassphrase,
        NoKeychain, ///< setKeychainOnly(), and the secret store does not answer or does not keep it
        Failed
    };
    /// `key` is zeroed when the call returns, unless it was copied: a copy is the receiver's to zero.
    using Done = std::function<void(Outcome outcome, const QByteArray &key, const QString &detail)>;

    /// `folder`: of the account; `service`: name in the secret store. `useKeychain` false: as on a machine without one.
    KeyVault(const QString &folder, const QString &service, bool useKeychain, QObject *parent = nullptr);
    ~KeyVault() override;

    /// The key may be in the secret store only: nothing is wrapped, and a copy wrapped earlier goes as soon as the store has it.
    void setKeychainOnly(bool only);

    /// Fetches the key from the secret store, making it on the first start. `passphrase` (the sign-in password, if at hand) wraps a
    /// new key and unwraps when the secret store lost it.
    void obtain(const QString &passphrase, QObject *context, Done done);
    /// The key as the secret store has it, without making or changing anything; empty if it has none that fits the account.
    void peek(QObject *context, std::function<void(const QByteArray &key)> done);
    /// Changes what the key is wrapped under (after a password change).
    void rewrap(const QByteArray &key, const QString &passphrase);
    /// Deletes the key in both places (remote wipe: first the key, then the files). `trouble`: why the secret store may still have it;
    /// empty if it has not.
    void destroy(QObject *context, std::function<void(const QString &trouble)> done);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace liaison
