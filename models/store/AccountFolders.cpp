// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/AccountFolders.h"

#include <QCryptographicHash>
#include <QDir>
#include <QRegularExpression>
#include <QUrl>

namespace liaison {

namespace {
constexpr qsizetype nameLength = 24;
}

QString AccountFolders::folderOf(const QUrl &hub, const QString &name) const
{
    const QByteArray whole = hub.toString(QUrl::FullyEncoded).toUtf8() + '\n' + name.toLower().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(whole, QCryptographicHash::Sha256).toHex().left(nameLength);
    return accounts() + QLatin1Char('/') + QString::fromLatin1(hash);
}

QStringList AccountFolders::all() const
{
    static const QRegularExpression ours(QStringLiteral("^[0-9a-f]{24}$"));
    QStringList folders;
    const QFileInfoList entries = QDir(accounts()).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (!entry.isSymLink() && ours.match(entry.fileName()).hasMatch())
            folders.append(entry.absoluteFilePath());
    }
    return folders;
}

QString AccountFolders::serviceOf(const QString &folder) { return QStringLiteral("liaison-") + QDir(folder).dirName(); }

} // namespace liaison
