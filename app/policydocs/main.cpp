// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/PolicyDocuments.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTextStream>

using namespace liaison;

namespace {
bool write(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size())
        return true;
    QTextStream(stderr) << "liaison-policydocs: cannot write " << path << ": " << file.errorString() << '\n';
    return false;
}

/// Exchanges what stands between the two marks of the guide for administrators.
bool writeTable(const QString &path)
{
    QFile file(path);
    QString text = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    file.close();
    const QString begin = QLatin1String(PolicyDocuments::beginMark);
    const qsizetype from = text.indexOf(begin);
    const qsizetype to = text.indexOf(QLatin1String(PolicyDocuments::endMark), from);
    if (from < 0 || to < 0) {
        QTextStream(stderr) << "liaison-policydocs: " << path << " has no place for the table\n";
        return false;
    }
    text.replace(from, to - from, begin + QLatin1Char('\n') + PolicyDocuments::markdown());
    return write(path, text.toUtf8());
}
} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (QCoreApplication::arguments().size() != 2) {
        QTextStream(stderr) << "usage: liaison-policydocs SOURCES\n";
        return 2;
    }
    const QDir root(QCoreApplication::arguments().at(1));
    const QString windows = root.filePath(QStringLiteral("packaging/windows/policy/"));
    const bool written =
        writeTable(root.filePath(QStringLiteral("docs/administrator.md"))) &&
        write(windows + QStringLiteral("Liaison.admx"), PolicyDocuments::admx()) &&
        write(windows + QStringLiteral("en-US/Liaison.adml"), PolicyDocuments::adml(PolicyDocuments::Tongue::English)) &&
        write(windows + QStringLiteral("zh-CN/Liaison.adml"), PolicyDocuments::adml(PolicyDocuments::Tongue::Chinese)) &&
        write(root.filePath(QStringLiteral("packaging/linux/policy-example.ini")), PolicyDocuments::exampleFile().toUtf8());
    return written ? 0 : 1;
}
