// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QProcess>
#include <QTemporaryDir>

namespace liaison::test {

/// Authorities and certificates for loopback, made by the openssl program in a folder of its own.
class TestCertificates
{
public:
    struct Pair
    {
        QString certificate;
        QString key;
        QString pin; ///< as `openssl … | dgst -sha256 | base64` says it
    };

    /// An authority that signs itself; its certificate is what a CA file holds.
    Pair authority(const QString &name) { return make(name, {}, {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"}); }
    /// A certificate for 127.0.0.1 and localhost. `algorithm`: of openssl's -newkey, with its options.
    Pair server(const QString &name, const Pair &issuer,
                const QStringList &algorithm = {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"})
    {
        return make(name, issuer, algorithm);
    }

private:
    Pair make(const QString &name, const Pair &issuer, const QStringList &algorithm)
    {
        Pair pair{m_dir.filePath(name + QStringLiteral(".pem")), m_dir.filePath(name + QStringLiteral(".key")), {}};
        QStringList arguments{"req", "-x509", "-nodes", "-newkey"};
        arguments += algorithm;
        arguments += {"-days", "2", "-subj", QLatin1String("/CN=") + name, "-keyout", pair.key, "-out", pair.certificate};
        if (issuer.key.isEmpty())
            arguments += {"-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"};
        else
            arguments += {"-CA",     issuer.certificate,
                          "-CAkey",  issuer.key,
                          "-addext", "basicConstraints=critical,CA:FALSE",
                          "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"};
        run(arguments);
        const QByteArray info = run({"x509", "-in", pair.certificate, "-noout", "-pubkey"});
        QFile file(m_dir.filePath(QStringLiteral("public.pem")));
        if (!file.open(QIODevice::WriteOnly) || file.write(info) != info.size())
            qFatal("no room");
        file.close();
        run({"pkey", "-pubin", "-in", file.fileName(), "-outform", "DER", "-out", m_dir.filePath(QStringLiteral("public.der"))});
        pair.pin =
            QString::fromLatin1(run({"dgst", "-sha256", "-binary", m_dir.filePath(QStringLiteral("public.der"))}).toBase64());
        return pair;
    }
    static QByteArray run(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            qFatal("openssl %s: %s", qPrintable(arguments.join(QLatin1Char(' '))), process.readAllStandardError().constData());
        return process.readAllStandardOutput();
    }
    QTemporaryDir m_dir;
};

} // namespace liaison::test
