// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/BenchReport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <algorithm>
#include <cmath>
#include <cstdio>

namespace liaison::bench {

namespace {

QString figure(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 4);
}

void print(FILE *where, const QString &line)
{
    std::fprintf(where, "%s\n", qPrintable(line));
    std::fflush(where);
}

} // namespace

double Samples::percentile(double percent) const
{
    if (m_values.isEmpty())
        return 0;
    QList<double> sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const double rank = std::ceil(percent / 100.0 * double(sorted.size()));
    return sorted.at(qBound(qsizetype(0), qsizetype(rank) - 1, sorted.size() - 1));
}

double Samples::sum() const
{
    double all = 0;
    for (const double value : m_values)
        all += value;
    return all;
}

BenchReport::BenchReport(const QStringList &arguments)
{
    for (qsizetype i = 1; i < arguments.size() && m_valid; ++i) {
        const QString &argument = arguments.at(i);
        const bool takesValue =
            argument == QLatin1String("--json") || argument == QLatin1String("--only") || argument == QLatin1String("--set");
        if (takesValue && i + 1 < arguments.size()) {
            const QString value = arguments.at(++i);
            if (argument == QLatin1String("--json"))
                m_json = value;
            else if (argument == QLatin1String("--only"))
                m_only.append(value);
            else
                m_options.insert(value.section(QLatin1Char('='), 0, 0), value.section(QLatin1Char('='), 1));
        } else if (argument == QLatin1String("--quick")) {
            m_quick = true;
        } else if (argument == QLatin1String("--list")) {
            m_list = true;
        } else {
            m_valid = false;
            print(stderr, QStringLiteral("%1 is not understood; known: --json FILE, --only NAME, --quick, --list").arg(argument));
        }
    }
}

QString BenchReport::option(const QString &name, const QString &otherwise) const { return m_options.value(name, otherwise); }

bool BenchReport::wants(const QString &name)
{
    if (m_list) {
        print(stdout, name);
        return false;
    }
    const bool wanted = m_only.isEmpty() || std::any_of(m_only.cbegin(), m_only.cend(), [&name](const QString &only) {
                            return name.contains(only) || only.startsWith(name + QLatin1Char('.'));
                        });
    if (wanted) {
        print(stderr, QStringLiteral("-- %1").arg(name));
        begin();
    }
    return wanted;
}

void BenchReport::add(const QString &name, double value, const QString &unit, std::optional<Budget> budget, qint64 runs,
                      double spread, const QString &note)
{
    append(name, value, unit, budget, runs, spread, note);
}

void BenchReport::add(const QString &name, const Samples &samples, double percent, const QString &unit,
                      std::optional<Budget> budget, const QString &note)
{
    if (samples.isEmpty())
        fail(name, unit, budget, QStringLiteral("nothing was measured. ") + note);
    else
        append(name, samples.percentile(percent), unit, budget, samples.count(), samples.spread(), note);
}

void BenchReport::fail(const QString &name, const QString &unit, std::optional<Budget> budget, const QString &why)
{
    append(name, {}, unit, budget, 0, -1, why);
}

void BenchReport::append(const QString &name, std::optional<double> value, const QString &unit, std::optional<Budget> budget,
                         qint64 runs, double spread, const QString &note)
{
    const bool kept = value && (!budget || budget->isKeptBy(*value));
    m_allKept = m_allKept && kept;
    QJsonObject row{{"name", name}, {"unit", unit}, {"ok", kept}, {"runs", runs}, {"note", note}};
    row["value"] = value ? QJsonValue(*value) : QJsonValue();
    row["budget"] = budget ? QJsonValue(budget->limit) : QJsonValue();
    if (budget && budget->atLeast)
        row["budget_is_least"] = true;
    row["spread"] = spread >= 0 ? QJsonValue(spread) : QJsonValue();
    row["load"] = MachineNoise::load();
    row["stolen"] = m_noise ? QJsonValue(m_noise->stolenPercent()) : QJsonValue();
    row["pace"] = m_noise ? QJsonValue(m_noise->paceMs()) : QJsonValue();
    m_rows.append(row);
    print(stderr,
          QStringLiteral("   %1 %2 %3%4")
              .arg(name, value ? figure(*value) : QStringLiteral("-"), unit, kept ? QString() : QStringLiteral("  MISSED")));
}

int BenchReport::finish() const
{
    if (!m_valid)
        return 2;
    if (m_list)
        return 0;
    print(stdout, QStringLiteral("%1 %2 %3 %4 %5  %6")
                      .arg(QStringLiteral("what"), -44)
                      .arg(QStringLiteral("value"), 14)
                      .arg(QStringLiteral("budget"), 10)
                      .arg(QStringLiteral("spread"), 9)
                      .arg(QStringLiteral("runs"), 7)
                      .arg(QStringLiteral("note")));
    for (const QJsonObject &row : m_rows) {
        const QString value = row["value"].isNull() ? QStringLiteral("-") : figure(row["value"].toDouble());
        const QString sign = row["budget_is_least"].toBool() ? QStringLiteral("≥ ") : QStringLiteral("≤ ");
        print(stdout, QStringLiteral("%1 %2 %3 %4 %5  %6%7")
                          .arg(row["name"].toString(), -44)
                          .arg(value + QLatin1Char(' ') + row["unit"].toString(), 14)
                          .arg(row["budget"].isNull() ? QString() : sign + figure(row["budget"].toDouble()), 10)
                          .arg(row["spread"].isNull() ? QString() : figure(row["spread"].toDouble()), 9)
                          .arg(row["runs"].toInteger(), 7)
                          .arg(row["ok"].toBool() ? QString() : QStringLiteral("MISSED. "), row["note"].toString()));
    }
    if (!m_json.isEmpty()) {
        QJsonArray all;
        for (const QJsonObject &row : m_rows)
            all.append(row);
        QSaveFile file(m_json);
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(all).toJson()) < 0 || !file.commit()) {
            print(stderr, QStringLiteral("%1 cannot be written: %2").arg(m_json, file.errorString()));
            return 2;
        }
    }
    return m_allKept ? 0 : 1;
}

} // namespace liaison::bench
