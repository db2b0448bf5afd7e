// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>
#include <QUrl>

namespace liaison::sim {

/// What the command line asks for.
struct SimOptions
{
    QUrl hub;
    int customers = 10;
    double rate = 0;  ///< messages a minute that all customers together aim at; 0: two a customer
    int seconds = 60; ///< 0: until it is told to stop
    int rush = 0;     ///< of those, the first so many seconds are a rush
    quint32 seed = 1;
    int pictures = 10; ///< of 100 dialogues, how many get an extra picture
    int chinese = 70;  ///< of 100 customers, how many write Chinese
    int settle = 20;   ///< seconds to wait at the end for answers under way
    int trickleMs = 0; ///< between two customers' first appearance; 0: all within the mean pause
    bool json = false;
    bool demo = false;
    int agents = 0;
    QStringList agentNames;
    QString passwordFile;
    int answer = 100; ///< of 100 conversations, how many our agents answer; less means that they share their accounts with people
    int answerMinMs = 2000;
    int answerMostMs = 20000;

    /// Mean pause of one customer between two messages, in ms.
    int pauseMs() const { return int(60000.0 * customers / (rate > 0 ? rate : 2.0 * customers)); }
    /// The same people in a hurry: four times the rate, a picture in every second dialogue. What has limits is soon full.
    SimOptions inRush() const;
    QString agentName(int index) const;

    /// Reads the arguments. False with `error` (or, for --help and --version, with `text`) set.
    static bool read(const QStringList &arguments, SimOptions *options, QString *error, QString *text);
};

} // namespace liaison::sim
