// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/SimOptions.h"

#include <QCommandLineParser>

namespace liaison::sim {

namespace {

struct NumberOption
{
    const char *name;
    const char *value;
    const char *description;
    int least;
    int most;
    int *target;
};

} // namespace

QString SimOptions::agentName(int index) const
{
    const QString pattern = agentNames.value(0);
    if (agentNames.size() == 1 && pattern.contains(QLatin1String("%1")))
        return pattern.arg(index + 1);
    return agentNames.value(index);
}

SimOptions SimOptions::inRush() const
{
    SimOptions hurried = *this;
    hurried.rate = 4 * 60000.0 * customers / pauseMs();
    hurried.pictures = qMax(pictures, 50);
    return hurried;
}

bool SimOptions::read(const QStringList &arguments, SimOptions *options, QString *error, QString *text)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Synthetic customers (and agents) for a Liaison hub. Counts what was lost, doubled or out of order from what it "
        "sent and what came back; ends with 1 if anything was, 2 if it could not run."));
    int seed = int(options->seed);
    const QList<NumberOption> numbers{
        {"customers", "N", "how many customers (10)", 1, 100000, &options->customers},
        {"seconds", "S", "how long they write, 0: until interrupted (60)", 0, 1000000, &options->seconds},
        {"rush", "S", "the first seconds at four times the rate, with more pictures (0)", 0, 1000000, &options->rush},
        {"seed", "K", "the same seed gives the same people, texts and pauses (1)", 0, 2147483647, &seed},
        {"pictures", "PERCENT", "dialogues that get an extra picture (10)", 0, 100, &options->pictures},
        {"chinese", "PERCENT", "customers who write Chinese (70)", 0, 100, &options->chinese},
        {"settle", "S", "longest wait at the end for answers under way (20)", 0, 3600, &options->settle},
        {"trickle", "MS", "pause between two customers' first appearance", 0, 600000, &options->trickleMs},
        {"agents", "N", "how many synthetic agents sign in (0)", 0, 1000, &options->agents},
        {"answer", "PERCENT", "conversations our agents answer; below 100 their accounts may be shared with people (100)", 0, 100,
         &options->answer},
        {"answer-after", "MS", "quickest answer of an agent (2000)", 0, 600000, &options->answerMinMs},
        {"answer-within", "MS", "slowest answer of an agent (20000)", 1, 600000, &options->answerMostMs},
    };
    parser.addOption(
        {QStringLiteral("hub"), QStringLiteral("the hub's address, such as http://127.0.0.1:8080"), QStringLiteral("URL")});
    parser.addOption({QStringLiteral("rate"),
                      QStringLiteral("messages a minute that all customers together aim at; who waits for an "
                                     "answer writes less (2 a customer)"),
                      QStringLiteral("R")});
    parser.addOption({QStringLiteral("agent-name"),
                      QStringLiteral("sign-in name of an agent, once for each, or one with %1 in it"), QStringLiteral("NAME")});
    parser.addOption({QStringLiteral("password-file"), QStringLiteral("file with the agents' password in its first line"),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("json"), QStringLiteral("the report as JSON")});
    parser.addOption({QStringLiteral("demo"), QStringLiteral("twelve customers who trickle in and keep a desk busy for ever")});
    for (const NumberOption &number : numbers)
        parser.addOption({QLatin1String(number.name), QLatin1String(number.description), QLatin1String(number.value)});
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();

    if (!parser.parse(arguments)) {
        *error = parser.errorText();
        return false;
    }
    if (parser.isSet(help) || parser.isSet(version)) {
        *text = parser.isSet(help) ? parser.helpText() : QStringLiteral("liaison-sim " LIAISON_VERSION "\n");
        return false;
    }
    options->demo = parser.isSet(QStringLiteral("demo"));
    if (options->demo) {
        options->customers = 12;
        options->seconds = 0;
        options->rate = 18;
        options->trickleMs = 4000;
        options->pictures = 25;
    }
    for (const NumberOption &number : numbers) {
        const QString name = QLatin1String(number.name);
        if (!parser.isSet(name))
            continue;
        bool good = false;
        *number.target = parser.value(name).toInt(&good);
        if (!good || *number.target < number.least || *number.target > number.most) {
            *error = QStringLiteral("--%1 takes a number from %2 to %3").arg(name).arg(number.least).arg(number.most);
            return false;
        }
    }
    options->seed = quint32(seed);
    options->json = parser.isSet(QStringLiteral("json"));
    options->agentNames = parser.values(QStringLiteral("agent-name"));
    options->passwordFile = parser.value(QStringLiteral("password-file"));
    options->hub = QUrl(parser.value(QStringLiteral("hub")));
    if (parser.isSet(QStringLiteral("rate"))) {
        bool good = false;
        options->rate = parser.value(QStringLiteral("rate")).toDouble(&good);
        if (!good || options->rate <= 0 || options->rate > 1000000)
            *error = QStringLiteral("--rate takes a number above 0");
    }
    if (!options->hub.isValid() || options->hub.host().isEmpty() || !options->hub.scheme().startsWith(QLatin1String("http")))
        *error = QStringLiteral("--hub takes an address such as http://127.0.0.1:8080");
    if (options->answerMinMs > options->answerMostMs)
        *error = QStringLiteral("--answer-after is larger than --answer-within");
    if (options->agents > 0 && options->agentName(options->agents - 1).isEmpty())
        *error = QStringLiteral("--agents %1 needs as many --agent-name, or one with %1 in it")
                     .replace(QStringLiteral("--agents %1"), QStringLiteral("--agents %1").arg(options->agents));
    if (options->agents > 0 && options->passwordFile.isEmpty())
        *error = QStringLiteral("--agents needs --password-file");
    return error->isEmpty();
}

} // namespace liaison::sim
