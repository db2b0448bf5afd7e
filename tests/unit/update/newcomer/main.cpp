// SPDX-License-Identifier: GPL-3.0-or-later
// Stands for an AppImage: what it is and does stands behind its own last byte, "\nNEWCOMER <version> <deed>". Started with the update
// folder as its only argument, or like the workstation with `--data`; it notes each start in `starts.log` there.
#include "models/update/HandOver.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QThread>
#include <cstdlib>

using namespace liaison::update;

namespace {

/// Version and deed.
QList<QByteArray> ownWords(const QString &program)
{
    QFile file(program);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray whole = file.readAll();
    return whole.mid(whole.lastIndexOf('\n') + 1).split(' ');
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const qsizetype data = arguments.indexOf(QStringLiteral("--data"));
    const QString folder = data > 0 ? arguments.value(data + 1) + QStringLiteral("/update") : arguments.value(1);
    const QString program = QCoreApplication::applicationFilePath();
    const QList<QByteArray> words = ownWords(program);
    if (words.size() != 3 || words[0] != "NEWCOMER" || folder.isEmpty())
        return 2;
    const QString version = QString::fromLatin1(words[1]);

    const StartTrial trial(folder);
    if (trial.countStart(version) == StartTrial::Verdict::GoBack) {
        UpdateOptions options;
        options.folder = folder;
        options.program = program; // started by its own path
        return HandOver(options, 1, {}, {folder}).goBack() ? 0 : 1;
    }
    QFile log(QDir(folder).filePath(QStringLiteral("starts.log")));
    if (!log.open(QIODevice::Append))
        return 2;
    log.write(words[1] + ' ' + words[2] + '\n');
    log.close();
    if (words[2] == "crash")
        std::abort();
    if (words[2] == "exit")
        return 1;
    if (words[2] == "unsure") {
        // Neither good nor ended: the old version must not wait for ever, nor take this one with it when it goes.
        while (!QFile::exists(QDir(folder).filePath(QStringLiteral("enough"))))
            QThread::msleep(20);
    }
    trial.good(version);
    return 0;
}
