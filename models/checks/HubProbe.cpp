// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/checks/HubProbe.h"

#include "models/link/SocketTransport.h"

#include <QDateTime>
#include <QHostInfo>
#include <QLocale>
#include <QNetworkReply>
#include <QSslError>
#include <QSslSocket>

namespace liaison {

namespace {
constexpr int stepMs = 10'000;
/// The link and the times on the screen take the hub's clock; beyond this a certificate may look too old or too young.
constexpr qint64 mostSeconds = 60;
} // namespace

HubProbe::HubProbe(const QUrl &hub, bool isNamed, const TlsTrust &trust, QObject *parent)
    : QObject(parent), m_hub(hub), m_trust(trust), m_signIn(trust)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_trust.watch(&m_network);
    if (!isNamed)
        m_trouble = tr("no hub is named");
}

HubProbe::~HubProbe() = default;

bool HubProbe::isOff(const Report &report) const
{
    if (m_trouble.isEmpty())
        return false;
    report(CheckResult::warning(tr("not tried: %1").arg(m_trouble)));
    return true;
}

void HubProbe::fail(const Report &report, const QString &words)
{
    m_trouble = tr("an earlier step failed");
    report(CheckResult::failed(words));
}

void HubProbe::resolve(const Report &report)
{
    if (isOff(report))
        return;
    if (!m_hub.isValid() || m_hub.host().isEmpty()) {
        fail(report, tr("this is not the address of a hub"));
        return;
    }
    if (const QString fault = m_trust.faultOf(m_hub); !fault.isEmpty()) {
        fail(report, fault);
        return;
    }
    QHostInfo::lookupHost(m_hub.host(), this, [this, report](const QHostInfo &info) {
        if (info.addresses().isEmpty())
            fail(report, tr("%1: %2").arg(m_hub.host(), info.errorString()));
        else
            report(CheckResult::ok(tr("%1 is %2").arg(m_hub.host(), info.addresses().first().toString())));
    });
}

void HubProbe::connectTcp(const Report &report)
{
    if (isOff(report))
        return;
    m_socket = std::make_unique<QSslSocket>();
    m_socket->setSslConfiguration(m_trust.configuration());
    m_socket->setPeerVerifyName(m_hub.host());
    connect(m_socket.get(), &QSslSocket::connected, this, [this, report] {
        m_socket->disconnect(this);
        report(CheckResult::ok(tr("%1, port %2").arg(m_socket->peerAddress().toString()).arg(port())));
    });
    connect(m_socket.get(), &QSslSocket::errorOccurred, this, [this, report] {
        m_socket->disconnect(this);
        fail(report, tr("port %1: %2").arg(port()).arg(m_socket->errorString()));
    });
    m_socket->connectToHost(m_hub.host(), quint16(port()));
}

void HubProbe::checkCertificate(const Report &report)
{
    if (isOff(report))
        return;
    if (!isTls()) {
        report(CheckResult::ok(tr("not used: the hub is on this computer")));
        return;
    }
    connect(m_socket.get(), &QSslSocket::encrypted, this, [this, report] {
        m_socket->disconnect(this);
        const QSslCertificate certificate = m_socket->peerCertificate();
        report(CheckResult::ok(
            tr("%1, valid until %2").arg(certificate.subjectDisplayName(), certificate.expiryDate().toString(Qt::ISODate))));
    });
    connect(m_socket.get(), &QSslSocket::sslErrors, this, [this, report](const QList<QSslError> &errors) {
        m_socket->disconnect(this);
        fail(report, errors.isEmpty() ? m_socket->errorString() : errors.first().errorString());
    });
    connect(m_socket.get(), &QSslSocket::errorOccurred, this, [this, report] {
        m_socket->disconnect(this);
        fail(report, m_socket->errorString());
    });
    m_socket->startClientEncryption();
}

void HubProbe::checkPin(const Report &report)
{
    if (isOff(report))
        return;
    if (!m_trust.isRestricting()) {
        report(CheckResult::ok(isTls() ? tr("none is set; the hub's is %1").arg(TlsTrust::pinOf(m_socket->peerCertificate()))
                                       : tr("none is set")));
        return;
    }
    const QString fault = m_trust.faultOf(m_socket->peerCertificate());
    if (fault.isEmpty())
        report(CheckResult::ok(tr("as the policy has it")));
    else
        fail(report, fault);
}

void HubProbe::askHealth(const Report &report)
{
    if (isOff(report))
        return;
    m_socket.reset();
    QUrl url = m_hub;
    QString base = url.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    url.setPath(base + QLatin1String("/healthz"));
    QNetworkRequest request(url);
    request.setTransferTimeout(stepMs);
    m_trust.prepare(&request);
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply, report] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(reply->rawHeader("Date")),
                                                 QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
        date.setTimeSpec(Qt::UTC);
        if (date.isValid())
            m_clockOffset = date.secsTo(QDateTime::currentDateTimeUtc());
        if (status == 200)
            report(CheckResult::ok(tr("healthy")));
        else if (status == 0)
            fail(report, reply->errorString());
        else
            fail(report, tr("it answers %1").arg(status));
    });
}

void HubProbe::openLink(const Report &report)
{
    if (isOff(report))
        return;
    connect(&m_signIn, &SignIn::looked, this, [this, report](const SignIn::Result &result) {
        m_signIn.disconnect(this);
        if (result.outcome == SignIn::Outcome::Done)
            openTransport(result.hub.link, report);
        else
            fail(report, result.text);
    });
    m_signIn.look(m_hub);
}

void HubProbe::openTransport(const QUrl &link, const Report &report)
{
    m_transport = std::make_unique<SocketTransport>(link, m_trust);
    connect(m_transport.get(), &SocketTransport::opened, this, [this, link, report] {
        m_transport->disconnect(this);
        m_transport->close(1000, QStringLiteral("done"));
        report(CheckResult::ok(link.toString()));
    });
    connect(m_transport.get(), &SocketTransport::closed, this, [this, link, report](int, const QString &reason) {
        m_transport->disconnect(this);
        fail(report, tr("%1: %2").arg(link.toString(), reason));
    });
}

CheckResult HubProbe::clock() const
{
    if (!m_clockOffset)
        return CheckResult::warning(tr("not compared: the hub did not say its time"));
    const qint64 seconds = *m_clockOffset;
    if (qAbs(seconds) <= mostSeconds)
        return CheckResult::ok(tr("within %1 s of the hub's").arg(qMax<qint64>(1, qAbs(seconds))));
    return CheckResult::warning(seconds > 0 ? tr("%1 s ahead of the hub's").arg(seconds)
                                            : tr("%1 s behind the hub's").arg(-seconds));
}

} // namespace liaison
