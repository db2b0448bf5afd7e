// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/TlsTrust.h"

#include <QCryptographicHash>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <optional>

namespace liaison {

namespace {
const char *const refusalProperty = "liaisonTlsRefusal";

/// One value of DER: what it is, where its content begins and ends.
struct Der
{
    uchar tag = 0;
    qsizetype begin = 0;
    qsizetype content = 0;
    qsizetype end = 0;
};

constexpr uchar derSequence = 0x30;
constexpr uchar derVersion = 0xa0; // [0], only in certificates that say their version

std::optional<Der> derAt(const QByteArray &bytes, qsizetype at, qsizetype end)
{
    if (at + 2 > end)
        return {};
    Der value;
    value.tag = uchar(bytes[at]);
    value.begin = at;
    qsizetype length = uchar(bytes[at + 1]);
    value.content = at + 2;
    if (length & 0x80) {
        const qsizetype digits = length & 0x7f;
        if (digits < 1 || digits > 4 || value.content + digits > end)
            return {};
        length = 0;
        for (qsizetype i = 0; i < digits; ++i)
            length = (length << 8) | uchar(bytes[value.content + i]);
        value.content += digits;
    }
    if (length > end - value.content)
        return {};
    value.end = value.content + length;
    return value;
}

/// The SubjectPublicKeyInfo of a certificate (RFC 5280, 4.1). Read here and not by QSslKey, which gives no DER for kinds of keys it
/// does not know (Ed25519), and other bytes with other TLS backends.
QByteArray publicKeyInfo(const QByteArray &certificate)
{
    const auto outer = derAt(certificate, 0, certificate.size());
    if (!outer || outer->tag != derSequence)
        return {};
    const auto inner = derAt(certificate, outer->content, outer->end);
    if (!inner || inner->tag != derSequence)
        return {};
    qsizetype at = inner->content;
    // serial, algorithm, issuer, validity, subject; the version in front of them may be missing
    for (int passed = 0; passed < 5;) {
        const auto value = derAt(certificate, at, inner->end);
        if (!value)
            return {};
        passed += value->tag == derVersion ? 0 : 1;
        at = value->end;
    }
    const auto key = derAt(certificate, at, inner->end);
    if (!key || key->tag != derSequence)
        return {};
    return certificate.mid(key->begin, key->end - key->begin);
}
} // namespace

TlsTrust::TlsTrust(const QStringList &pins, const QString &caFile, const QString &caFault)
    : m_restricting(!pins.isEmpty() || !caFile.isEmpty()), m_pins(pins), m_caFile(caFile)
{
    if (caFile.isEmpty())
        return;
    if (caFault.isEmpty())
        m_authorities = QSslCertificate::fromPath(caFile, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString);
    if (!caFault.isEmpty())
        m_fault = tr("The authorities your organisation trusts cannot be read: %1: %2").arg(caFile, caFault);
    else if (m_authorities.isEmpty())
        m_fault = tr("The authorities your organisation trusts cannot be read: %1").arg(caFile);
}

QString TlsTrust::faultOf(const QUrl &url) const
{
    if (!m_fault.isEmpty())
        return m_fault;
    if (m_restricting && url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("wss"))
        return tr("Your organisation accepts a hub only with its certificate; this address has none.");
    return {};
}

QString TlsTrust::faultOf(const QSslCertificate &leaf) const
{
    if (!m_fault.isEmpty())
        return m_fault;
    if (m_pins.isEmpty())
        return {};
    const QString pin = pinOf(leaf);
    if (!pin.isEmpty() && m_pins.contains(pin))
        return {};
    return tr("This is not the hub of your organisation: its certificate has another key (%1). Nothing was sent to it.")
        .arg(pin.isEmpty() ? tr("none") : pin);
}

QString TlsTrust::pinOf(const QSslCertificate &certificate)
{
    const QByteArray info = publicKeyInfo(certificate.toDer());
    if (info.isEmpty())
        return {};
    return QString::fromLatin1(QCryptographicHash::hash(info, QCryptographicHash::Sha256).toBase64());
}

QSslConfiguration TlsTrust::configuration() const
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (!m_caFile.isEmpty())
        configuration.setCaCertificates(m_authorities);
    return configuration;
}

void TlsTrust::watch(QNetworkAccessManager *network) const
{
    if (!m_restricting)
        return;
    // Qt waits for this before it sends the request.
    QObject::connect(network, &QNetworkAccessManager::encrypted, network, [trust = *this](QNetworkReply *reply) {
        const QString fault = trust.faultOf(reply->sslConfiguration().peerCertificate());
        if (fault.isEmpty())
            return;
        reply->setProperty(refusalProperty, fault);
        reply->abort();
    });
}

void TlsTrust::prepare(QNetworkRequest *request) const
{
    if (!m_restricting)
        return;
    request->setSslConfiguration(configuration());
    request->setAttribute(QNetworkRequest::Http2AllowedAttribute,
                          false); // the hub speaks 1.1, and one way is easier to watch than two
}

QString TlsTrust::refusalOf(const QObject *reply) { return reply->property(refusalProperty).toString(); }

} // namespace liaison
