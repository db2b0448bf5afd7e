// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QUrl>

class QNetworkAccessManager;
class QNetworkRequest;

namespace liaison {

/// Which hubs are trusted beyond what the system says: pinned keys, or the authorities of one file only. Without either it is the
/// system's trust, as everywhere. A value; any thread.
class TlsTrust
{
    Q_DECLARE_TR_FUNCTIONS(liaison::TlsTrust)
public:
    TlsTrust() = default;
    /// `pins`: SHA-256 of the hub certificate's SubjectPublicKeyInfo, base64. `caFile`: PEM, empty for the system's authorities;
    /// `caFault`: why it is not to be relied on. A file that gives no certificate makes a trust that accepts nobody.
    TlsTrust(const QStringList &pins, const QString &caFile, const QString &caFault = {});

    /// True if more is asked than the system asks: then an address without TLS is refused on this machine, too.
    bool isRestricting() const { return m_restricting; }
    const QString &caFile() const { return m_caFile; }
    /// Why no hub can be trusted at all, in the agent's words; empty if one can.
    const QString &fault() const { return m_fault; }
    /// Why an address is refused before anything is sent; empty if it may be tried.
    QString faultOf(const QUrl &url) const;
    /// Why the certificate that a hub has shown (and proved to have the key of) is refused; empty if it is the one. Only the hub's
    /// own counts: whoever answers may send any others along with it.
    QString faultOf(const QSslCertificate &leaf) const;

    /// With the authorities; for what has not begun to connect yet.
    QSslConfiguration configuration() const;
    /// Holds the requests of `network` that were prepared to this trust: one to a wrong hub is aborted before a byte of it is sent, with
    /// refusalOf() saying why.
    void watch(QNetworkAccessManager *network) const;
    void prepare(QNetworkRequest *request) const;
    /// The reason, if it was watch() that ended the request; empty otherwise.
    static QString refusalOf(const QObject *reply);

    /// SHA-256 of a certificate's SubjectPublicKeyInfo in base64; empty if it cannot be found in it. Whatever the kind of the key.
    static QString pinOf(const QSslCertificate &certificate);

private:
    bool m_restricting = false;
    QStringList m_pins;
    QString m_caFile;
    QList<QSslCertificate> m_authorities;
    QString m_fault;
};

} // namespace liaison
