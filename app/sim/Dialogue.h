// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace liaison::sim {

struct DialogueBranch;

/// One thing a customer does. Written in dialogues/*.json as a sentence, a list of sentences to choose from, an act ("@wait",
/// "@away 20", "@picture caption", "@file name", "@describe", "@end") or an object with branches (see Dialogue::readSteps()).
struct DialogueStep
{
    enum class Kind {
        Say,      ///< one of `texts`
        Wait,     ///< for an answer
        Picture,  ///< a photo with texts[0] written on it
        File,     ///< a text file called texts[0]
        Describe, ///< tells name and phone through customer.describe
        Away,     ///< closes the page for `amount` seconds
        End,      ///< leaves the chat (conv.leave)
        Chance,   ///< branches[0] in `amount` of 100 cases, else branches[1]
        Match     ///< the first branch whose pattern is found in the agent's last answer
    };
    Kind kind = Kind::Say;
    QStringList texts;
    int amount = 0;
    QList<DialogueBranch> branches;
};

/// What follows if `pattern` (a regular expression; empty: always) is found in the agent's answer.
struct DialogueBranch
{
    QString pattern;
    QList<DialogueStep> steps;
};

/// A script of one customer's matter. A plain value.
struct Dialogue
{
    QString id;
    QString language; ///< "zh" or "en"
    QString topic;    ///< order, delivery, refund, repair, invoice, installation
    QList<DialogueStep> steps;

    /// Reads one dialogue; `error` names what is wrong with it, and the result then has no steps.
    static Dialogue fromJson(const QJsonObject &json, QString *error);
    static QList<DialogueStep> readSteps(const QJsonArray &array, QString *error);
};

/// Who a customer is in one dialogue: the values of {name}, {order}, {product} … A plain value.
struct Persona
{
    QString language;
    QMap<QString, QString> values;

    /// `text` with its variables filled in.
    QString fill(const QString &text) const;
    QString name() const { return values.value(QStringLiteral("name")); }
    QString phone() const { return values.value(QStringLiteral("phone")); }
};

} // namespace liaison::sim
