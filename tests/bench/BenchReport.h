// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/MachineNoise.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace liaison::bench {

/// Measured values of one thing, in one unit. A value.
class Samples
{
public:
    void add(double value) { m_values.append(value); }
    qsizetype count() const { return m_values.size(); }
    bool isEmpty() const { return m_values.isEmpty(); }
    double median() const { return percentile(50); }
    /// The value that `percent` of all do not exceed (nearest rank); 0 if there are none.
    double percentile(double percent) const;
    double least() const { return percentile(0); }
    double most() const { return percentile(100); }
    double sum() const;
    /// Half the distance between the quartiles: what noise does to a single value.
    double spread() const { return (percentile(75) - percentile(25)) / 2; }

private:
    QList<double> m_values;
};

/// A limit that a value should keep to.
struct Budget
{
    double limit = 0;
    bool atLeast = false; ///< for rates: the value should not be below it

    static Budget most(double limit) { return {limit, false}; }
    static Budget least(double limit) { return {limit, true}; }
    bool isKeptBy(double value) const { return atLeast ? value >= limit : value <= limit; }
};

/// What a benchmark program measured: arguments, rows, the table and bench.json. Single thread.
class BenchReport
{
public:
    /// Arguments: `--json FILE`, `--only NAME` (part of a row's or group's name, may be repeated), `--quick` (fewer repetitions),
    /// `--list` (what there is, without measuring), `--set KNOB=VALUE` (a program's own knobs, see option()). `isValid()` is false
    /// after any other, and says so on stderr.
    explicit BenchReport(const QStringList &arguments);

    bool isValid() const { return m_valid; }
    bool isQuick() const { return m_quick; }
    bool isListing() const { return m_list; }
    /// The value that `--set` gave a knob.
    QString option(const QString &name, const QString &otherwise = {}) const;

    /// Whether the group of rows called `name` is to be measured. A group's rows are called "name" or "name.detail". While only
    /// listing it prints the name and is false.
    bool wants(const QString &name);
    /// The machine's noise counts from now on. wants() says so itself; for whoever asks for several groups before measuring one.
    void begin() { m_noise.emplace(); }

    /// One row. `runs`: how many values stand behind it; `spread` in the row's unit, negative if it has none.
    void add(const QString &name, double value, const QString &unit, std::optional<Budget> budget, qint64 runs, double spread,
             const QString &note);
    /// A row of a percentile of samples (50: the median).
    void add(const QString &name, const Samples &samples, double percent, const QString &unit, std::optional<Budget> budget,
             const QString &note);
    /// A row that could not be measured: it is in the report and not ok. `why` becomes its note.
    void fail(const QString &name, const QString &unit, std::optional<Budget> budget, const QString &why);

    /// Prints the table to stdout and writes the JSON file if one was asked for. The program's exit code: 0 if all is kept, 1 if a
    /// budget is missed, 2 if the file cannot be written or the arguments were wrong.
    int finish() const;

private:
    void append(const QString &name, std::optional<double> value, const QString &unit, std::optional<Budget> budget, qint64 runs,
                double spread, const QString &note);

    bool m_valid = true;
    bool m_quick = false;
    bool m_list = false;
    QString m_json;
    QStringList m_only;
    QHash<QString, QString> m_options;
    QList<QJsonObject> m_rows;
    bool m_allKept = true;
    std::optional<MachineNoise> m_noise; ///< of the group that is measured
};

} // namespace liaison::bench
