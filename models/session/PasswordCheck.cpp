// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/PasswordCheck.h"

#include "models/store/Store.h"

#include <QSysInfo>
#include <QTimer>
#include <sodium.h>

namespace liaison {

namespace {
const auto hashSetting = QStringLiteral("password.hash");
constexpr int mostDoublings = 6;

QString hashOf(const QByteArray &password)
{
    QByteArray hash(crypto_pwhash_STRBYTES, '\0');
    const int made = crypto_pwhash_str(hash.data(), password.constData(), size_t(password.size()),
                                       crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    return made == 0 ? QString::fromLatin1(hash.constData()) : QString();
}

bool fits(const QByteArray &hash, const QByteArray &password)
{
    return crypto_pwhash_str_verify(hash.constData(), password.constData(), size_t(password.size())) == 0;
}
} // namespace

PasswordCheck::PasswordCheck(Store *store, const TlsTrust &trust, int delayMs, QObject *parent)
    : QObject(parent), m_store(store), m_signIn(trust), m_delayMs(delayMs)
{
    if (sodium_init() < 0)
        qFatal("libsodium cannot be initialised");
    connect(&m_signIn, &SignIn::signedIn, this, [this](const SignIn::Result &result) {
        const QString password = std::exchange(m_password, {});
        switch (result.outcome) {
        case SignIn::Outcome::Done:
            m_wrong = 0;
            remember(password);
            emit checked(Outcome::Right, {}, result.token);
            return;
        case SignIn::Outcome::WrongPassword: emit checked(Outcome::Wrong, tr("The password is not right."), {}); return;
        case SignIn::Outcome::Unreachable: checkHere(password, result.text); return;
        default: emit checked(Outcome::Unknown, result.text, {}); return;
        }
    });
}

PasswordCheck::~PasswordCheck() = default;

void PasswordCheck::remember(const QString &password)
{
    m_pool.start([this, bytes = password.toUtf8()] {
        QMetaObject::invokeMethod(
            &m_receiver, [this, hash = hashOf(bytes)] { m_store->putSetting(hashSetting, hash); }, Qt::QueuedConnection);
    });
}

void PasswordCheck::check(const QUrl &hub, const QString &name, const QString &password, const QString &device)
{
    m_password = password;
    m_signIn.signIn(hub, name, password, device, QSysInfo::machineHostName());
}

void PasswordCheck::checkHere(const QString &password, const QString &why)
{
    m_store->readSetting(hashSetting, this, [this, password, why](const QString &hash) {
        if (hash.isEmpty()) {
            emit checked(Outcome::Unknown, tr("%1 Without it your password cannot be checked on this computer.").arg(why), {});
            return;
        }
        m_pool.start([this, hash = hash.toLatin1(), bytes = password.toUtf8()] {
            QMetaObject::invokeMethod(
                &m_receiver,
                [this, right = fits(hash, bytes)] {
                    if (right) {
                        m_wrong = 0;
                        emit checked(Outcome::Right, {}, {});
                        return;
                    }
                    // Here no hub counts the tries.
                    const int wait = m_delayMs << qMin(m_wrong++, mostDoublings);
                    QTimer::singleShot(wait, this,
                                       [this] { emit checked(Outcome::Wrong, tr("The password is not right."), {}); });
                },
                Qt::QueuedConnection);
        });
    });
}

} // namespace liaison
