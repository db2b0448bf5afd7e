// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation/WipeCommand.h"

#include <QTextStream>

namespace liaison {

namespace {
/// Never translated, so that a hand-out can name it.
const QString word = QStringLiteral("wipe");
} // namespace

bool WipeCommand::confirm() const
{
    QTextStream out(stdout);
    out << tr("This removes everything Liaison keeps on this computer for you: %n account(s), with the replies that were not "
              "sent yet. "
              "It cannot be undone.",
              nullptr, int(m_wipe.folders().size()))
        << '\n'
        << tr("Type \"%1\" to go on: ").arg(word);
    out.flush();
    return QTextStream(stdin).readLine().trimmed() == word;
}

int WipeCommand::run(bool isMeant)
{
    if (!isMeant && !confirm()) {
        QTextStream(stderr) << tr("Nothing was removed.") << '\n';
        return 2;
    }
    if (!m_wipe.lock()) {
        QTextStream(stderr) << tr("Liaison is running. Close it first; nothing was removed.") << '\n';
        return 3;
    }
    int code = 0;
    QObject::connect(&m_wipe, &LocalWipe::finished, &m_wipe, [&code](const QStringList &removed, const QStringList &trouble) {
        QTextStream out(stdout);
        for (const QString &path : removed)
            out << tr("Removed: %1").arg(path) << '\n';
        if (removed.isEmpty() && trouble.isEmpty())
            out << tr("There was nothing to remove.") << '\n';
        QTextStream err(stderr);
        for (const QString &line : trouble)
            err << line << '\n';
        code = trouble.isEmpty() ? 0 : 1;
        QCoreApplication::quit();
    });
    QMetaObject::invokeMethod(&m_wipe, &LocalWipe::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    return code;
}

} // namespace liaison
