// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/KeychainProbe.h"

#include <QPointer>
#include <QUuid>
#include <qt6keychain/keychain.h>

namespace liaison {

namespace {
const QString probeEntry = QStringLiteral("check");

template <typename Job>
Job *jobFor(const QString &service, QObject *parent)
{
    auto *job = new Job(service, parent);
    job->setInsecureFallback(false);
    job->setKey(probeEntry);
    return job;
}
} // namespace

KeychainProbe::KeychainProbe(QObject *parent)
    : QObject(parent), m_service(QStringLiteral("liaison-check-") + QUuid::createUuid().toString(QUuid::Id128)),
      m_value(QUuid::createUuid().toString(QUuid::Id128))
{}

void KeychainProbe::run(QObject *context, std::function<void(const QString &)> done)
{
    const auto finish = [pointer = QPointer<QObject>(context), done = std::move(done)](const QString &trouble) {
        if (pointer)
            done(trouble);
    };
    auto *write = jobFor<QKeychain::WritePasswordJob>(m_service, this);
    write->setTextData(m_value);
    connect(write, &QKeychain::Job::finished, this, [this, finish](QKeychain::Job *written) {
        if (written->error() != QKeychain::NoError) {
            finish(written->errorString());
            return;
        }
        auto *read = jobFor<QKeychain::ReadPasswordJob>(m_service, this);
        connect(read, &QKeychain::Job::finished, this, [this, finish, read](QKeychain::Job *answered) {
            QString trouble = answered->error() == QKeychain::NoError ? QString() : answered->errorString();
            if (trouble.isEmpty() && read->textData() != m_value)
                trouble = tr("it gives back something else than it was given");
            auto *remove = jobFor<QKeychain::DeletePasswordJob>(m_service, this);
            connect(remove, &QKeychain::Job::finished, this, [finish, trouble](QKeychain::Job *removed) {
                finish(trouble.isEmpty() && removed->error() != QKeychain::NoError ? removed->errorString() : trouble);
            });
            remove->start();
        });
        read->start();
    });
    write->start();
}

} // namespace liaison
