// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/DialogueBook.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>

// The resource lives in a static library: without this call the linker leaves it out. Not possible inside a namespace.
static void initResource() { Q_INIT_RESOURCE(dialogues); }

namespace liaison::sim {

namespace {

QStringList stringsOf(const QJsonValue &value)
{
    QStringList strings;
    for (const QJsonValue &item : value.toArray())
        strings.append(item.toString());
    return strings;
}

QString oneOf(QRandomGenerator &random, const QStringList &from)
{
    return from.isEmpty() ? QString() : from.at(random.bounded(int(from.size())));
}

QString digits(QRandomGenerator &random, int count)
{
    QString text;
    for (int i = 0; i < count; ++i)
        text.append(QLatin1Char(char('0' + random.bounded(10))));
    return text;
}

bool found(const QString &pattern, const QString &text)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption).match(text).hasMatch();
}

} // namespace

bool DialogueBook::load(QString *error, const QString &folder)
{
    initResource();
    const QDir dir(folder);
    for (const QString &name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        QJsonParseError fault;
        if (!file.open(QIODevice::ReadOnly)) {
            *error = QStringLiteral("%1 cannot be read").arg(name);
            return false;
        }
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &fault);
        if (document.isNull()) {
            *error = QStringLiteral("%1: %2 at byte %3").arg(name, fault.errorString()).arg(fault.offset);
            return false;
        }
        const QJsonObject json = document.object();
        if (document.isArray()) {
            if (!readDialogues(document.array(), error))
                return false;
        } else if (name == QLatin1String("people.json")) {
            m_people = json;
        } else {
            for (const QString language : {"zh", "en"}) {
                const QJsonObject part = json[language].toObject();
                for (const QJsonValue &rule : part["answers"].toArray())
                    m_answers.append({language, rule["if"].toString(), stringsOf(rule["say"])});
                m_farewell.insert(language, part["farewell"].toString());
                m_nudges.insert(language, stringsOf(part["nudges"]));
            }
        }
    }
    if (m_dialogues.isEmpty() || m_answers.isEmpty() || m_people.isEmpty()) {
        *error = QStringLiteral("dialogues, answers or people are missing in %1").arg(folder);
        return false;
    }
    return true;
}

bool DialogueBook::readDialogues(const QJsonArray &array, QString *error)
{
    for (const QJsonValue &value : array) {
        const Dialogue dialogue = Dialogue::fromJson(value.toObject(), error);
        if (dialogue.steps.isEmpty())
            return false;
        m_dialogues.append(dialogue);
    }
    return true;
}

const Dialogue &DialogueBook::pick(QRandomGenerator &random, const QString &language) const
{
    QList<qsizetype> fitting;
    for (qsizetype i = 0; i < m_dialogues.size(); ++i) {
        if (m_dialogues.at(i).language == language)
            fitting.append(i);
    }
    const qsizetype index =
        fitting.isEmpty() ? random.bounded(int(m_dialogues.size())) : fitting.at(random.bounded(int(fitting.size())));
    return m_dialogues.at(index);
}

QStringList DialogueBook::people(const QString &language, const char *key) const
{
    return stringsOf(m_people[language].toObject()[QLatin1String(key)]);
}

Persona DialogueBook::persona(QRandomGenerator &random, const QString &language) const
{
    Persona persona;
    persona.language = language;
    const bool chinese = language == QLatin1String("zh");
    const QString family = oneOf(random, people(language, "family"));
    const QString given = oneOf(random, people(language, "given"));
    const QStringList product = oneOf(random, people(language, "products")).split(QLatin1Char('|'));
    // A fixed first day keeps a seed's texts the same on every day it is used.
    const QDate ordered = QDate(2026, 1, 5).addDays(random.bounded(300));
    auto &v = persona.values;
    v["family"] = family;
    v["name"] = chinese ? family + given : given + QLatin1Char(' ') + family;
    v["product"] = product.value(0);
    v["model"] = product.value(1);
    v["amount"] = product.value(2);
    v["city"] = oneOf(random, people(language, "cities"));
    v["street"] = oneOf(random, people(language, "streets")) + (chinese ? QString() : QStringLiteral(" ")) +
                  QString::number(1 + random.bounded(180)) + (chinese ? QStringLiteral("号") : QString());
    v["company"] = oneOf(random, people(language, "companies"));
    v["courier"] = oneOf(random, people(language, "couriers"));
    v["order"] = ordered.toString(QStringLiteral("yyMMdd")) + digits(random, 8);
    v["tracking"] = (chinese ? QStringLiteral("SF") : QStringLiteral("1Z")) + digits(random, 12);
    v["taxno"] = QStringLiteral("91") + digits(random, 14) + oneOf(random, {"MA", "XR", "2K"});
    v["phone"] = chinese ? QStringLiteral("1") + oneOf(random, {"38", "39", "50", "58", "77", "86", "91"}) + digits(random, 8)
                         : QStringLiteral("+44 7") + digits(random, 3) + QLatin1Char(' ') + digits(random, 6);
    v["day"] = chinese ? ordered.toString(QStringLiteral("M月d日"))
                       : QLocale(QLocale::English).toString(ordered, QStringLiteral("d MMMM"));
    return persona;
}

QString DialogueBook::languageOf(const QString &text)
{
    for (const QChar c : text) {
        if (c.script() == QChar::Script_Han)
            return QStringLiteral("zh");
    }
    return QStringLiteral("en");
}

QString DialogueBook::answer(QRandomGenerator &random, const QString &customerText) const
{
    const QString language = languageOf(customerText);
    for (const AnswerRule &rule : m_answers) {
        if (rule.language == language && found(rule.pattern, customerText))
            return oneOf(random, rule.texts);
    }
    return QStringLiteral("OK");
}

bool DialogueBook::isFarewell(const QString &customerText) const
{
    const QString pattern = m_farewell.value(languageOf(customerText));
    return !pattern.isEmpty() && found(pattern, customerText);
}

QString DialogueBook::nudge(QRandomGenerator &random, const QString &language) const
{
    return oneOf(random, m_nudges.value(language));
}

} // namespace liaison::sim
