// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/PolicyFolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

namespace liaison {

namespace {
/// A policy is a page of text; what is larger is none.
constexpr qint64 mostBytes = 256 * 1024;
} // namespace

PolicyFolder::PolicyFolder(const QString &folder, uint keeper, const QString &top)
    : m_folder(folder), m_keeper(keeper), m_top(QFileInfo(top).canonicalFilePath())
{}

QString PolicyFolder::faultOf(const QString &path) const
{
    // The true path: whoever can exchange a link or a folder on the way exchanges the file.
    QString step = QFileInfo(path).canonicalFilePath();
    if (step.isEmpty())
        return tr("it cannot be found");
    for (;;) {
        const QFileInfo info(step);
        if (info.ownerId() != m_keeper)
            return tr("it is not used, because %1 belongs to another user than root").arg(step);
        // A group of root's own adds nobody.
        if (info.permission(QFile::WriteOther) || (info.permission(QFile::WriteGroup) && info.groupId() != 0))
            return tr("it is not used, because others than root can write %1").arg(step);
        if (step == m_top || info.isRoot())
            return {};
        step = info.path();
    }
}

QString PolicyFolder::faultOfSystemFile(const QString &path)
{
#ifdef Q_OS_WIN
    Q_UNUSED(path)
    return {};
#else
    return PolicyFolder(QString::fromLatin1(systemFolder)).faultOf(path);
#endif
}

Policy PolicyFolder::read() const
{
    QList<PolicyEntry> entries;
    QList<PolicyFault> faults;
    QStringList sources;
    const QDir dir(m_folder);
    if (dir.exists() && !dir.isReadable()) {
        // Unreadable is not the same as empty: somebody meant something.
        faults.append({m_folder, {}, tr("the folder cannot be read")});
    }
    const QStringList files = dir.entryList({QStringLiteral("*.ini")}, QDir::Files | QDir::System, QDir::Name);
    for (const QString &name : files) {
        const QString path = dir.filePath(name);
        const QString fault = faultOf(path);
        if (!fault.isEmpty()) {
            faults.append({path, {}, fault});
            continue;
        }
        sources.append(path);
        readFile(path, &entries, &faults);
    }
    return Policy::of(entries, faults, sources);
}

void PolicyFolder::readFile(const QString &path, QList<PolicyEntry> *entries, QList<PolicyFault> *faults) const
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        faults->append({path, {}, tr("it cannot be read: %1").arg(file.errorString())});
        return;
    }
    const QByteArray bytes = file.read(mostBytes + 1);
    if (bytes.size() > mostBytes) {
        faults->append({path, {}, tr("it is larger than 256 KB")});
        return;
    }
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    if (decoder.hasError()) {
        faults->append({path, {}, tr("it is not UTF-8")});
        return;
    }
    int number = 0;
    for (const QString &written : text.split(QLatin1Char('\n'))) {
        ++number;
        const QString line = written.trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')) || line.startsWith(QLatin1Char(';')) ||
            (line.startsWith(QLatin1Char('[')) && line.endsWith(QLatin1Char(']'))))
            continue;
        const QString place = path + QLatin1Char(':') + QString::number(number);
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (equals <= 0) {
            faults->append({place, {}, tr("this line is not \"key = value\"")});
            continue;
        }
        entries->append({path, place, line.left(equals).trimmed(), {line.mid(equals + 1).trimmed()}});
    }
}

} // namespace liaison
