// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/KeyVault.h"

#include "models/store/KeyCheck.h"
#include "models/store/Secret.h"
#include "models/store/StoreFiles.h"
#include "models/store/WrappedKey.h"

#include <QFile>
#include <QPointer>
#include <QThreadPool>
#include <qt6keychain/keychain.h>
#include <sodium.h>

namespace liaison {

namespace {
constexpr int dataKeyBytes = 32;
const QString dataKeyEntry = QStringLiteral("data-key");

Secret newKey()
{
    QByteArray key(dataKeyBytes, '\0');
    randombytes_buf(key.data(), size_t(key.size()));
    const Secret secret(key);
    Secret::zero(key);
    return secret;
}

/// What a function made, kept as a secret; the function's own bytes are zeroed.
Secret kept(QByteArray bytes)
{
    Secret secret(bytes);
    Secret::zero(bytes);
    return secret;
}
} // namespace

class KeyVault::Private
{
public:
    Private(const QString &folder, const QString &serviceName, bool keychain)
        : files(folder), service(serviceName), useKeychain(keychain)
    {}

    /// One run of obtain(); callbacks go to `context` only while it lives.
    struct Request
    {
        QString passphrase;
        QPointer<QObject> context;
        Done done;
        void finish(Outcome outcome, const Secret &key = {}, const QString &detail = {}) const
        {
            if (context)
                done(outcome, key.value(), detail);
        }
    };

    QString wrappedPath() const { return files.folder() + QLatin1String("/key.wrapped"); }
    void start(QKeychain::Job *job, std::function<void(QKeychain::Error, const QString &)> then);
    void withoutKeychain(const Request &request, bool keychainWorks, const QString &why);
    void makeKey(const Request &request, bool keychainWorks, const QString &why);
    void store(const Secret &key, std::function<void(bool)> then);
    void wrap(const Secret &key, const QString &passphrase, std::function<void(bool)> then);
    /// argon2id is slow on purpose: `slow` runs in the pool, `then` with its answer on the GUI thread.
    void inBackground(std::function<Secret()> slow, std::function<void(const Secret &)> then);

    const StoreFiles files;
    const QString service;
    const bool useKeychain;
    bool keychainOnly = false;
    QObject receiver;
    QThreadPool pool; // waited for before `receiver` goes
};

void KeyVault::Private::inBackground(std::function<Secret()> slow, std::function<void(const Secret &)> then)
{
    pool.start([this, slow = std::move(slow), then = std::move(then)] {
        QMetaObject::invokeMethod(
            &receiver, [then, answer = slow()] { then(answer); }, Qt::QueuedConnection);
        // The last copy of a key stays in vector registers: the loader saves these on the stack when it binds the next function, and
        // the thread lives on. Another copy takes their place.
        kept(QByteArray(dataKeyBytes, '\0'));
        sodium_stackzero(Secret::stackBytes);
    });
}

void KeyVault::Private::start(QKeychain::Job *job, std::function<void(QKeychain::Error, const QString &)> then)
{
    job->setInsecureFallback(false);
    job->setKey(dataKeyEntry);
    QObject::connect(job, &QKeychain::Job::finished, &receiver,
                     [then = std::move(then)](QKeychain::Job *finished) { then(finished->error(), finished->errorString()); });
    job->start(); // deletes itself when it is done
}

void KeyVault::Private::withoutKeychain(const Request &request, bool keychainWorks, const QString &why)
{
    if (keychainOnly && !keychainWorks)
        return request.finish(Outcome::NoKeychain, {}, why);
    const QByteArray wrapped = StoreFiles::read(wrappedPath());
    if (wrapped.isEmpty())
        return makeKey(request, keychainWorks, why);
    if (request.passphrase.isEmpty())
        return request.finish(Outcome::NeedsPassphrase, {}, why);
    inBackground([wrapped, passphrase = request.passphrase] { return kept(WrappedKey::unwrap(wrapped, passphrase)); },
                 [this, request, why](const Secret &key) {
                     if (key.value().size() != dataKeyBytes)
                         return request.finish(Outcome::WrongPassphrase, {}, why);
                     // Back into the secret store, so that the next start need not ask.
                     store(key, [this, request, key, why](bool stored) {
                         if (keychainOnly && !stored)
                             return request.finish(Outcome::NoKeychain, {}, why);
                         if (keychainOnly)
                             QFile::remove(wrappedPath());
                         request.finish(Outcome::Ready, key, why);
                     });
                 });
}

void KeyVault::Private::makeKey(const Request &request, bool keychainWorks, const QString &why)
{
    // A new key would not open what is there; only the agent may decide to give that up.
    if (QFile::exists(files.keyCheck()))
        return request.finish(Outcome::Failed, {}, QStringLiteral("the key is lost: ") + why);
    if (!keychainWorks && request.passphrase.isEmpty())
        return request.finish(Outcome::NeedsNewPassphrase, {}, why);
    if (!files.makeFolder())
        return request.finish(Outcome::Failed, {}, QStringLiteral("the folder cannot be made"));
    const Secret key = newKey();
    wrap(key, keychainOnly ? QString() : request.passphrase, [this, request, key, why](bool wrapped) {
        store(key, [this, request, key, why, wrapped](bool stored) {
            if (keychainOnly && !stored)
                request.finish(Outcome::NoKeychain, {}, why);
            else if (stored || wrapped)
                request.finish(Outcome::Ready, key, stored ? QString() : why);
            else if (request.passphrase.isEmpty())
                request.finish(Outcome::NeedsNewPassphrase, {}, why);
            else
                request.finish(Outcome::Failed, {}, QStringLiteral("the key can be kept nowhere"));
        });
    });
}

void KeyVault::Private::store(const Secret &key, std::function<void(bool)> then)
{
    if (!useKeychain)
        return then(false);
    auto *job = new QKeychain::WritePasswordJob(service, &receiver);
    QByteArray written = key.value().toBase64();
    job->setTextData(QString::fromLatin1(written)); // the job's own copy is the secret store's business
    Secret::zero(written);
    // Before it is so: a crash in between errs on the safe side.
    const bool known = QFile::exists(files.keyEntrusted());
    if (!known && !StoreFiles::writePrivate(files.keyEntrusted(), {}))
        return then(false);
    start(job, [this, known, then = std::move(then)](QKeychain::Error error, const QString &) {
        if (error != QKeychain::NoError && !known)
            QFile::remove(files.keyEntrusted());
        then(error == QKeychain::NoError);
    });
}

void KeyVault::Private::wrap(const Secret &key, const QString &passphrase, std::function<void(bool)> then)
{
    if (passphrase.isEmpty())
        return then(false);
    inBackground([key, passphrase] { return kept(WrappedKey::wrap(key.value(), passphrase)); },
                 [this, then = std::move(then)](const Secret &wrapped) {
                     then(!wrapped.value().isEmpty() && files.makeFolder() &&
                          StoreFiles::writePrivate(wrappedPath(), wrapped.value()));
                 });
}

KeyVault::KeyVault(const QString &folder, const QString &service, bool useKeychain, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(folder, service, useKeychain))
{
    if (sodium_init() < 0)
        qFatal("libsodium cannot be initialised");
}

KeyVault::~KeyVault() = default;

void KeyVault::obtain(const QString &passphrase, QObject *context, Done done)
{
    const Private::Request request{passphrase, context ? context : this, std::move(done)};
    // The folder of a wipe that was broken off has no key any more; what is left of it goes before a new one is made.
    if (d->files.wipePending())
        d->files.wipe();
    if (!d->useKeychain) {
        // Through the event loop as with a secret store: the caller's code is never entered from within this call.
        QMetaObject::invokeMethod(
            &d->receiver, [this, request] { d->withoutKeychain(request, false, QStringLiteral("the secret store is not used")); },
            Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(d->service, &d->receiver);
    d->start(job, [this, request, job](QKeychain::Error error, const QString &detail) {
        const bool works = error == QKeychain::NoError || error == QKeychain::EntryNotFound;
        QByteArray written = error == QKeychain::NoError ? job->textData().toLatin1() : QByteArray();
        const Secret key = kept(QByteArray::fromBase64(written));
        Secret::zero(written);
        if (key.value().size() != dataKeyBytes)
            return d->withoutKeychain(request, works, detail);
        if (KeyCheck::ask(d->files.keyCheck(), key.value()) == KeyCheck::Answer::Wrong) {
            // Another keyring with another key of this name: ours is the one under the passphrase, if there is one.
            return d->withoutKeychain(request, works, QStringLiteral("the secret store has another key"));
        }
        if (!QFile::exists(d->files.keyEntrusted()))
            StoreFiles::writePrivate(d->files.keyEntrusted(), {});
        if (d->keychainOnly) {
            QFile::remove(d->wrappedPath());
            return request.finish(Outcome::Ready, key);
        }
        if (request.passphrase.isEmpty() || QFile::exists(d->wrappedPath()))
            return request.finish(Outcome::Ready, key);
        d->wrap(key, request.passphrase, [request, key](bool) { request.finish(Outcome::Ready, key); });
    });
}

void KeyVault::peek(QObject *context, std::function<void(const QByteArray &)> done)
{
    const auto finish = [pointer = QPointer<QObject>(context ? context : this), done = std::move(done)](const Secret &key) {
        if (pointer)
            done(key.value());
    };
    if (!d->useKeychain) {
        QMetaObject::invokeMethod(
            &d->receiver, [finish] { finish({}); }, Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(d->service, &d->receiver);
    d->start(job, [this, finish, job](QKeychain::Error error, const QString &) {
        QByteArray written = error == QKeychain::NoError ? job->textData().toLatin1() : QByteArray();
        const Secret key = kept(QByteArray::fromBase64(written));
        Secret::zero(written);
        const bool fits =
            key.value().size() == dataKeyBytes && KeyCheck::ask(d->files.keyCheck(), key.value()) != KeyCheck::Answer::Wrong;
        finish(fits ? key : Secret());
    });
}

void KeyVault::setKeychainOnly(bool only) { d->keychainOnly = only; }

void KeyVault::rewrap(const QByteArray &key, const QString &passphrase)
{
    if (!d->keychainOnly)
        d->wrap(Secret(key), passphrase, [](bool) {});
}

void KeyVault::destroy(QObject *context, std::function<void(const QString &)> done)
{
    QFile::remove(d->wrappedPath());
    const auto finish = [pointer = QPointer<QObject>(context ? context : this), done = std::move(done)](const QString &trouble) {
        if (pointer)
            done(trouble);
    };
    if (!d->useKeychain) {
        const bool left = QFile::exists(d->files.keyEntrusted());
        QMetaObject::invokeMethod(
            &d->receiver, [finish, left] { finish(left ? QStringLiteral("it was not to be asked") : QString()); },
            Qt::QueuedConnection);
        return;
    }
    d->start(new QKeychain::DeletePasswordJob(d->service, &d->receiver),
             [this, finish](QKeychain::Error error, const QString &detail) {
                 const bool gone = error == QKeychain::NoError || error == QKeychain::EntryNotFound;
                 const bool left = !gone && QFile::exists(d->files.keyEntrusted());
                 if (!left)
                     QFile::remove(d->files.keyEntrusted());
                 finish(left ? detail : QString());
             });
}

} // namespace liaison
