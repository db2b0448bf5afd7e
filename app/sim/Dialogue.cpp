// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/Dialogue.h"

#include <QRegularExpression>

namespace liaison::sim {

namespace {

void complain(QString *error, const QString &text)
{
    if (error && error->isEmpty())
        *error = text;
}

DialogueStep actFrom(const QString &text, QString *error)
{
    const QString word = text.section(QLatin1Char(' '), 0, 0);
    const QString rest = text.section(QLatin1Char(' '), 1);
    using Kind = DialogueStep::Kind;
    static const QMap<QString, Kind> acts{{"@wait", Kind::Wait},         {"@picture", Kind::Picture}, {"@file", Kind::File},
                                          {"@describe", Kind::Describe}, {"@away", Kind::Away},       {"@end", Kind::End}};
    DialogueStep step;
    if (!acts.contains(word)) {
        complain(error, QStringLiteral("unknown act %1").arg(word));
        return step;
    }
    step.kind = acts.value(word);
    if (step.kind == Kind::Away)
        step.amount = rest.toInt();
    else if (!rest.isEmpty())
        step.texts = QStringList{rest};
    const bool needsText = step.kind == Kind::Picture || step.kind == Kind::File;
    if ((needsText && rest.isEmpty()) || (step.kind == Kind::Away && step.amount <= 0))
        complain(error, QStringLiteral("%1 lacks its argument").arg(word));
    return step;
}

DialogueStep branchingFrom(const QJsonObject &json, QString *error)
{
    DialogueStep step;
    if (json.contains(QLatin1String("chance"))) {
        step.kind = DialogueStep::Kind::Chance;
        step.amount = json["chance"].toInt();
        for (const char *key : {"then", "else"})
            step.branches.append({QString(), Dialogue::readSteps(json[QLatin1String(key)].toArray(), error)});
        return step;
    }
    step.kind = DialogueStep::Kind::Match;
    const QJsonArray branches = json["match"].toArray();
    if (branches.isEmpty())
        complain(error, QStringLiteral("a step that is neither chance nor match"));
    for (const QJsonValue &value : branches) {
        const QString pattern = value["if"].toString();
        if (!QRegularExpression(pattern).isValid())
            complain(error, QStringLiteral("bad pattern %1").arg(pattern));
        step.branches.append({pattern, Dialogue::readSteps(value["then"].toArray(), error)});
    }
    return step;
}

} // namespace

QList<DialogueStep> Dialogue::readSteps(const QJsonArray &array, QString *error)
{
    QList<DialogueStep> steps;
    for (const QJsonValue &value : array) {
        if (value.isString() && value.toString().startsWith(QLatin1Char('@'))) {
            steps.append(actFrom(value.toString(), error));
        } else if (value.isString()) {
            steps.append({DialogueStep::Kind::Say, {value.toString()}, 0, {}});
        } else if (value.isArray()) {
            QStringList texts;
            for (const QJsonValue &text : value.toArray())
                texts.append(text.toString());
            if (texts.isEmpty() || texts.contains(QString()))
                complain(error, QStringLiteral("an empty choice of sentences"));
            steps.append({DialogueStep::Kind::Say, texts, 0, {}});
        } else {
            steps.append(branchingFrom(value.toObject(), error));
        }
    }
    return steps;
}

Dialogue Dialogue::fromJson(const QJsonObject &json, QString *error)
{
    Dialogue dialogue;
    dialogue.id = json["id"].toString();
    dialogue.language = json["language"].toString();
    dialogue.topic = json["topic"].toString();
    QString fault;
    dialogue.steps = readSteps(json["steps"].toArray(), &fault);
    if (dialogue.id.isEmpty() || dialogue.topic.isEmpty() || dialogue.steps.isEmpty())
        complain(&fault, QStringLiteral("id, topic or steps are missing"));
    if (dialogue.language != QLatin1String("zh") && dialogue.language != QLatin1String("en"))
        complain(&fault, QStringLiteral("language is neither zh nor en"));
    if (!fault.isEmpty()) {
        complain(error, QStringLiteral("dialogue %1: %2").arg(dialogue.id, fault));
        dialogue.steps.clear();
    }
    return dialogue;
}

QString Persona::fill(const QString &text) const
{
    QString filled = text;
    for (auto it = values.constBegin(); it != values.constEnd(); ++it)
        filled.replace(u'{' + it.key() + u'}', it.value());
    return filled;
}

} // namespace liaison::sim
