// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/sim/Dialogue.h"

#include <QRandomGenerator>

namespace liaison::sim {

/// All scripts, the people in them, and what an agent answers: read from dialogues/*.json (a Qt resource). Read-only after load().
class DialogueBook
{
public:
    /// Reads every file of `folder`. False with the first fault in `error`.
    bool load(QString *error, const QString &folder = QStringLiteral(":/dialogues"));

    const QList<Dialogue> &dialogues() const { return m_dialogues; }
    /// A script of that language; the same generator state gives the same one.
    const Dialogue &pick(QRandomGenerator &random, const QString &language) const;
    /// A person with an order, for one customer.
    Persona persona(QRandomGenerator &random, const QString &language) const;
    /// What a good agent would say to `customerText`; the language is that of the text.
    QString answer(QRandomGenerator &random, const QString &customerText) const;
    /// True for thanks and good-byes: the matter is settled.
    bool isFarewell(const QString &customerText) const;
    /// What a customer writes who has waited too long.
    QString nudge(QRandomGenerator &random, const QString &language) const;

    static QString languageOf(const QString &text);

private:
    struct AnswerRule
    {
        QString language;
        QString pattern;
        QStringList texts;
    };
    bool readDialogues(const QJsonArray &array, QString *error);
    QStringList people(const QString &language, const char *key) const;

    QList<Dialogue> m_dialogues;
    QList<AnswerRule> m_answers;
    QMap<QString, QString> m_farewell;
    QMap<QString, QStringList> m_nudges;
    QJsonObject m_people;
};

} // namespace liaison::sim
