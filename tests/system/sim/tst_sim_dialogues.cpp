// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts of the synthetic customers: enough of them, every variable known, every branch reachable, the same for the same seed.
#include "app/sim/DialogueBook.h"
#include "app/sim/SimOptions.h"

#include <QtTest>

using namespace liaison::sim;

namespace {

QStringList textsOf(const QList<DialogueStep> &steps)
{
    QStringList texts;
    for (const DialogueStep &step : steps) {
        texts += step.texts;
        for (const DialogueBranch &branch : step.branches)
            texts += textsOf(branch.steps);
    }
    return texts;
}

} // namespace

class SimDialoguesTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void thereAreEnough();
    void everyVariableIsKnown();
    void theSameSeedGivesTheSame();
    void aBranchThatIsAlwaysTakenIsLast();
    void everyTextHasAnAnswerInItsLanguage();
    void faultsAreNamed_data();
    void faultsAreNamed();
    void options();

private:
    DialogueBook m_book;
};

void SimDialoguesTest::initTestCase()
{
    QString error;
    QVERIFY2(m_book.load(&error), qPrintable(error));
}

void SimDialoguesTest::thereAreEnough()
{
    QSet<QString> ids;
    QMap<QString, QSet<QString>> topics;
    for (const Dialogue &dialogue : m_book.dialogues()) {
        ids.insert(dialogue.id);
        topics[dialogue.language].insert(dialogue.topic);
    }
    QCOMPARE(ids.size(), m_book.dialogues().size());
    QVERIFY(ids.size() >= 30);
    const QSet<QString> all{"order", "delivery", "refund", "repair", "invoice", "installation"};
    QCOMPARE(topics.value(QStringLiteral("zh")), all);
    QCOMPARE(topics.value(QStringLiteral("en")), all);
}

void SimDialoguesTest::everyVariableIsKnown()
{
    QRandomGenerator random(1);
    for (const Dialogue &dialogue : m_book.dialogues()) {
        const Persona persona = m_book.persona(random, dialogue.language);
        const QStringList texts = textsOf(dialogue.steps);
        for (const QString &text : texts) {
            const QString filled = persona.fill(text);
            QVERIFY2(!filled.contains(QLatin1Char('{')), qPrintable(dialogue.id + QStringLiteral(": ") + filled));
            QVERIFY2(!filled.trimmed().isEmpty(), qPrintable(dialogue.id));
        }
    }
}

void SimDialoguesTest::theSameSeedGivesTheSame()
{
    for (const QString language : {"zh", "en"}) {
        QRandomGenerator a(7);
        QRandomGenerator b(7);
        QCOMPARE(m_book.persona(a, language).values, m_book.persona(b, language).values);
        const Dialogue &one = m_book.pick(a, language);
        QCOMPARE(one.id, m_book.pick(b, language).id);
        QCOMPARE(one.language, language);
    }
}

void SimDialoguesTest::aBranchThatIsAlwaysTakenIsLast()
{
    for (const Dialogue &dialogue : m_book.dialogues()) {
        for (const DialogueStep &step : dialogue.steps) {
            if (step.kind != DialogueStep::Kind::Match)
                continue;
            for (qsizetype i = 0; i < step.branches.size(); ++i)
                QVERIFY2(step.branches.at(i).pattern.isEmpty() == (i + 1 == step.branches.size()), qPrintable(dialogue.id));
        }
    }
}

void SimDialoguesTest::everyTextHasAnAnswerInItsLanguage()
{
    QRandomGenerator random(3);
    QCOMPARE(DialogueBook::languageOf(m_book.answer(random, QStringLiteral("退款怎么还没到账？"))), QStringLiteral("zh"));
    QCOMPARE(DialogueBook::languageOf(m_book.answer(random, QStringLiteral("Where is my parcel?"))), QStringLiteral("en"));
    QVERIFY(!m_book.answer(random, QString()).isEmpty());
    QVERIFY(m_book.isFarewell(QStringLiteral("没有了，再见")));
    QVERIFY(m_book.isFarewell(QStringLiteral("That's all, bye")));
    QVERIFY(!m_book.isFarewell(QStringLiteral("I want to complain")));
    QVERIFY(!m_book.nudge(random, QStringLiteral("zh")).isEmpty());
}

void SimDialoguesTest::faultsAreNamed_data()
{
    QTest::addColumn<QString>("steps");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown act") << R"(["@dance"])"
                                 << "@dance";
    QTest::newRow("picture without caption") << R"(["@picture"])"
                                             << "@picture";
    QTest::newRow("away for how long") << R"(["@away soon"])"
                                       << "@away";
    QTest::newRow("bad pattern") << R"([{"match":[{"if":"(","then":[]}]}])"
                                 << "pattern";
    QTest::newRow("empty choice") << R"([[]])"
                                  << "choice";
    QTest::newRow("no step at all") << R"([])"
                                    << "steps";
}

void SimDialoguesTest::faultsAreNamed()
{
    QFETCH(QString, steps);
    QFETCH(QString, named);
    const QJsonObject json{
        {"id", "x"}, {"language", "en"}, {"topic", "order"}, {"steps", QJsonDocument::fromJson(steps.toUtf8()).array()}};
    QString error;
    QVERIFY(Dialogue::fromJson(json, &error).steps.isEmpty());
    QVERIFY2(error.contains(named), qPrintable(error));
}

void SimDialoguesTest::options()
{
    SimOptions options;
    QString error;
    QString text;
    const QStringList good{
        "liaison-sim", "--hub", "http://127.0.0.1:1", "--agents", "2", "--agent-name", "sim%1", "--password-file", "p",
        "--rate",      "60"};
    QVERIFY2(SimOptions::read(good, &options, &error, &text), qPrintable(error));
    QCOMPARE(options.agentName(0), QStringLiteral("sim1"));
    QCOMPARE(options.agentName(1), QStringLiteral("sim2"));
    QCOMPARE(options.pauseMs(), 10000);
    for (const QStringList &bad :
         {QStringList{"--customers", "0"}, {"--rate", "x"}, {"--agents", "2"}, {"--nonsense"}, {"--hub", "ftp:"}}) {
        SimOptions refused;
        QString why;
        QVERIFY(!SimOptions::read(QStringList{"liaison-sim", "--hub", "http://127.0.0.1:1"} + bad, &refused, &why, &text));
        QVERIFY(!why.isEmpty());
    }
}

QTEST_GUILESS_MAIN(SimDialoguesTest)
#include "tst_sim_dialogues.moc"
