// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Agent.h"
#include "models/link/TlsTrust.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

class QNetworkReply;

namespace liaison {

/// What one asks a hub before there is a link: who it is, and a token for an agent's name and password (docs/protocol.md, 8).
/// One request at a time; a new one cancels the one before. The password is not kept. GUI thread.
class SignIn : public QObject
{
    Q_OBJECT
public:
    enum class Outcome {
        Done,
        BadAddress,    ///< not an address of a hub, or without TLS outside this machine
        WrongPassword, ///< or unknown name: the hub does not say which
        TooManyTries,  ///< `retryAfterSeconds`
        Unreachable,
        NotTrusted, ///< the certificate is not accepted
        NotAHub,    ///< something answers there, but no hub of this version
        Refused
    };
    struct Hub
    {
        QString name;
        QString version;
        QUrl link;
        qint64 fileLimit = 0;
        QStringList languages;
    };
    struct Result
    {
        Outcome outcome = Outcome::Refused;
        QString text; ///< for the agent, in the program's language; empty for Done
        int retryAfterSeconds = 0;
        Hub hub;       ///< of look()
        QString token; ///< of signIn()
        Agent agent;
        QUrl link;
    };

    /// `trust`: which hubs are spoken to at all.
    explicit SignIn(const TlsTrust &trust = {}, QObject *parent = nullptr);
    ~SignIn() override;

    /// The base address for what an agent typed: https if no scheme is given, http for this machine; invalid if it is none.
    static QUrl address(const QString &typed);
    void look(const QUrl &hub);
    void signIn(const QUrl &hub, const QString &name, const QString &password, const QString &device, const QString &deviceName);
    /// Revokes a token; nothing is reported.
    void signOut(const QUrl &hub, const QString &token);
    void cancel();

signals:
    void looked(const liaison::SignIn::Result &result);
    void signedIn(const liaison::SignIn::Result &result);

private:
    using Report = void (SignIn::*)(const Result &);
    QNetworkRequest request(const QUrl &hub, const QString &path) const;
    /// False if nothing may be sent there.
    bool mayAsk(const QUrl &url) const;
    void watch(QNetworkReply *reply, const QUrl &hub, Report report);
    Result read(QNetworkReply *reply, const QUrl &hub) const;
    static QUrl at(const QUrl &hub, const QString &path);
    static QString words(Outcome outcome, int retryAfterSeconds);

    TlsTrust m_trust;
    QNetworkAccessManager m_network;
    QNetworkReply *m_reply = nullptr;
};

} // namespace liaison
