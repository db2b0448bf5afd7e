// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/checks/SelfCheck.h"
#include "models/session/SignIn.h"

#include <QNetworkAccessManager>
#include <functional>
#include <memory>
#include <optional>

class QSslSocket;

namespace liaison {

class SocketTransport;

/// The way to the hub, step by step, so that the first thing that is wrong has a name: its name, the connection, the certificate, the
/// pin, the answer, the link. A step after one that failed is not tried. No password and no token is sent. GUI thread.
class HubProbe : public QObject
{
    Q_OBJECT
public:
    using Report = std::function<void(const CheckResult &)>;

    /// `isNamed`: an address was given, although it may not be one.
    HubProbe(const QUrl &hub, bool isNamed, const TlsTrust &trust, QObject *parent = nullptr);
    ~HubProbe() override;

    void resolve(const Report &report);
    void connectTcp(const Report &report);
    void checkCertificate(const Report &report);
    void checkPin(const Report &report);
    void askHealth(const Report &report);
    void openLink(const Report &report);
    /// The clock of the hub beside ours, as the answer to askHealth() had it.
    CheckResult clock() const;

private:
    bool isTls() const { return m_hub.scheme() == QLatin1String("https"); }
    int port() const { return m_hub.port(isTls() ? 443 : 80); }
    /// Says that a step was not tried, if one before it went wrong.
    bool isOff(const Report &report) const;
    void fail(const Report &report, const QString &words);
    void openTransport(const QUrl &link, const Report &report);

    QUrl m_hub;
    TlsTrust m_trust;
    QString m_trouble; ///< why nothing further is tried; a warning, not a failure, if no hub is named
    std::unique_ptr<QSslSocket> m_socket;
    QNetworkAccessManager m_network;
    SignIn m_signIn;
    std::unique_ptr<SocketTransport> m_transport;
    std::optional<qint64> m_clockOffset; ///< seconds
};

} // namespace liaison
