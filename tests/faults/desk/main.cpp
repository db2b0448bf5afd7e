// SPDX-License-Identifier: GPL-3.0-or-later
// liaison-faults-desk: a workstation without a window for the fault campaign. Orders come in on stdin, one JSON object a line; what
// happens goes out on stdout. Ends when stdin ends.
#include "tests/faults/desk/FaultsDesk.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <cstdio>
#include <unistd.h>

using namespace liaison::test;

namespace {

void say(const QJsonObject &line)
{
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    for (const char *name : {"folder", "link", "http", "token", "device"})
        parser.addOption({QLatin1String(name), {}, QLatin1String(name)});
    parser.process(app);
    FaultsDesk desk({parser.value(QStringLiteral("folder")), QUrl(parser.value(QStringLiteral("link"))),
                     QUrl(parser.value(QStringLiteral("http"))), parser.value(QStringLiteral("token")),
                     parser.value(QStringLiteral("device"))},
                    say);
    QByteArray typed;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [&] {
        char bytes[4096];
        const ssize_t got = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (got <= 0) {
            input.setEnabled(false);
            QCoreApplication::quit();
            return;
        }
        typed.append(bytes, got);
        for (qsizetype end = typed.indexOf('\n'); end >= 0; end = typed.indexOf('\n')) {
            const QJsonObject order = QJsonDocument::fromJson(typed.left(end)).object();
            typed.remove(0, end + 1);
            desk.carryOut(order);
        }
    });
    desk.start();
    return QCoreApplication::exec();
}
