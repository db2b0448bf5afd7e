// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/Simulation.h"

#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <csignal>
#include <cstdio>

using namespace liaison::sim;

namespace {

volatile std::sig_atomic_t interrupted = 0;

void onInterrupt(int) { interrupted = 1; }

void say(std::FILE *to, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    std::fwrite(utf8.constData(), 1, std::size_t(utf8.size()), to);
    std::fflush(to);
}

/// First line of the file; null if it cannot be read.
QString passwordFrom(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readLine()).trimmed() : QString();
}

} // namespace

int main(int argc, char **argv)
{
    // Pictures are drawn with fonts, which needs a GUI application; a display is not needed.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("liaison-sim"));

    SimOptions options;
    QString error;
    QString text;
    if (!SimOptions::read(QGuiApplication::arguments(), &options, &error, &text)) {
        say(error.isEmpty() ? stdout : stderr, error.isEmpty() ? text : QStringLiteral("liaison-sim: %1\n").arg(error));
        return error.isEmpty() ? 0 : 2;
    }
    const QString password = options.agents > 0 ? passwordFrom(options.passwordFile) : QString();
    if (options.agents > 0 && password.isEmpty()) {
        say(stderr, QStringLiteral("liaison-sim: %1 holds no password\n").arg(options.passwordFile));
        return 2;
    }
    DialogueBook book;
    if (!book.load(&error)) {
        say(stderr, QStringLiteral("liaison-sim: %1\n").arg(error));
        return 2;
    }

    Simulation simulation(options, password, book);
    QObject::connect(&simulation, &Simulation::failed, &app, [](const QString &why) {
        say(stderr, QStringLiteral("liaison-sim: %1\n").arg(why));
        QCoreApplication::exit(2);
    });
    QObject::connect(&simulation, &Simulation::finished, &app, [&simulation, &options] {
        const TallySummary summary = simulation.summary();
        const bool reached = simulation.customersKnown() > 0;
        if (options.json) {
            QJsonObject json = summary.toJson();
            json.insert(QStringLiteral("customers"), simulation.customersKnown());
            json.insert(QStringLiteral("agents"), options.agents);
            json.insert(QStringLiteral("seed"), qint64(options.seed));
            say(stdout, QString::fromUtf8(QJsonDocument(json).toJson()));
        } else {
            say(stdout, QStringLiteral("customers who reached the hub      %1 of %2\n")
                                .arg(simulation.customersKnown())
                                .arg(options.customers) +
                            summary.toText());
        }
        if (!reached)
            say(stderr, QStringLiteral("liaison-sim: the hub at %1 was never reached\n").arg(options.hub.toString()));
        QCoreApplication::exit(!reached ? 2 : summary.clean() ? 0 : 1);
    });

    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &app, [&simulation] {
        if (interrupted)
            simulation.stop();
    });
    look.start(200);
    simulation.start();
    return QGuiApplication::exec();
}
