// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/CannedReply.h"
#include "models/domain/Conversation.h"
#include "models/domain/Customer.h"
#include "models/domain/Ids.h"
#include "models/domain/Principal.h"
#include "models/domain/ReplyClock.h"
#include "models/domain/SafeText.h"

#include <QSet>
#include <QTest>
#include <limits>

using namespace liaison;

namespace {
CannedReply reply(const QString &id, const QString &shortcut, const QString &title, const QString &text, int uses = 0)
{
    CannedReply r;
    r.id = id;
    r.shortcut = shortcut;
    r.title = title;
    r.text = text;
    r.uses = uses;
    return r;
}

QStringList found(const QList<CannedReply> &replies, const QString &typed, int most = 10)
{
    QStringList ids;
    for (const CannedReply &r : findCannedReplies(replies, typed, most))
        ids.append(r.id);
    return ids;
}
} // namespace

class tst_Domain : public QObject
{
    Q_OBJECT
private slots:
    void ids_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("uuid") << newId() << true;
        QTest::newRow("short") << QStringLiteral("a") << true;
        QTest::newRow("64") << QString(64, QLatin1Char('x')) << true;
        QTest::newRow("65") << QString(65, QLatin1Char('x')) << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("blank") << QStringLiteral("a b") << false;
        QTest::newRow("path") << QStringLiteral("../a") << false;
        QTest::newRow("braces") << QStringLiteral("{a}") << false;
        QTest::newRow("Chinese digit") << QStringLiteral("١") << false;
        QTest::newRow("NUL") << QString(QChar(QChar::Null)) << false;
    }
    void ids()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        QCOMPARE(isId(text), good);
    }

    void newIdsDiffer()
    {
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(newId());
        QCOMPARE(seen.size(), 1000);
        QCOMPARE(seen.cbegin()->size(), 36);
    }

    void principals_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::newRow("agent") << QStringLiteral("a:anna") << int(Principal::Kind::Agent);
        QTest::newRow("customer") << QStringLiteral("c:42") << int(Principal::Kind::Customer);
        QTest::newRow("hub") << QStringLiteral("s:hub") << int(Principal::Kind::Hub);
        QTest::newRow("none") << QString() << int(Principal::Kind::None);
        QTest::newRow("no id") << QStringLiteral("a:") << int(Principal::Kind::None);
        QTest::newRow("no kind") << QStringLiteral("anna") << int(Principal::Kind::None);
        QTest::newRow("another kind") << QStringLiteral("x:1") << int(Principal::Kind::None);
        QTest::newRow("bad id") << QStringLiteral("a:a b") << int(Principal::Kind::None);
    }
    void principals()
    {
        QFETCH(QString, text);
        QFETCH(int, kind);
        const Principal principal = Principal::fromString(text);
        QCOMPARE(int(principal.kind()), kind);
        if (principal.isValid())
            QCOMPARE(principal.toString(), text);
    }

    void variablesAreFilled_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("filled");
        QTest::addColumn<QStringList>("missing");
        const auto name = QStringLiteral("customer.name");
        QTest::newRow("none") << QStringLiteral("Hello") << QStringLiteral("Hello") << QStringList();
        QTest::newRow("known") << QStringLiteral("Dear {customer.name},") << QStringLiteral("Dear 王小明,") << QStringList();
        QTest::newRow("twice") << QStringLiteral("{customer.name}{customer.name}") << QStringLiteral("王小明王小明")
                               << QStringList();
        QTest::newRow("fallback") << QStringLiteral("at {customer.city|your place}") << QStringLiteral("at your place")
                                  << QStringList();
        QTest::newRow("empty fallback") << QStringLiteral("a{customer.city|}b") << QStringLiteral("ab") << QStringList();
        QTest::newRow("missing") << QStringLiteral("at {customer.city}") << QStringLiteral("at {customer.city}")
                                 << QStringList{QStringLiteral("customer.city")};
        QTest::newRow("value is not read again")
            << QStringLiteral("{agent.name}") << QStringLiteral("{customer.name}") << QStringList();
        QTest::newRow("other braces") << QStringLiteral("{} {x} {\"a\":1}") << QStringLiteral("{} {x} {\"a\":1}")
                                      << QStringList();
        QTest::newRow("open brace") << QStringLiteral("{customer.name") << QStringLiteral("{customer.name") << QStringList();
    }
    void variablesAreFilled()
    {
        QFETCH(QString, text);
        QFETCH(QString, filled);
        QFETCH(QStringList, missing);
        QStringList lacking;
        const QString result = fillVariables(
            text,
            [](const QString &name) -> QString {
                if (name == QLatin1String("customer.name"))
                    return QStringLiteral("王小明");
                return name == QLatin1String("agent.name") ? QStringLiteral("{customer.name}") : QString();
            },
            &lacking);
        QCOMPARE(result, filled);
        QCOMPARE(lacking, missing);
    }

    void cannedRepliesAreRanked()
    {
        const QList<CannedReply> replies{
            reply(QStringLiteral("1"), QStringLiteral("refund"), QStringLiteral("Refund"),
                  QStringLiteral("Your money is on its way")),
            reply(QStringLiteral("2"), QStringLiteral("ref"), QStringLiteral("Reference"), QStringLiteral("Your number")),
            reply(QStringLiteral("3"), QStringLiteral("x1"), QStringLiteral("About a refund"), QStringLiteral("…")),
            reply(QStringLiteral("4"), QStringLiteral("x2"), QStringLiteral("Other"), QStringLiteral("The refund takes 3 days")),
            reply(QStringLiteral("5"), QStringLiteral("refuse"), QStringLiteral("No"), QStringLiteral("Sorry"), 9)};
        QCOMPARE(found(replies, QStringLiteral("ref")),
                 (QStringList{QStringLiteral("2"), QStringLiteral("5"), QStringLiteral("1"), QStringLiteral("3"),
                              QStringLiteral("4")}));
        QCOMPARE(found(replies, QStringLiteral("REFUND days")), QStringList{QStringLiteral("4")});
        QCOMPARE(found(replies, QStringLiteral("nothing")), QStringList());
        QCOMPARE(found(replies, QString(), 2), (QStringList{QStringLiteral("5"), QStringLiteral("1")}));
    }

    void urgency_data()
    {
        QTest::addColumn<qint64>("since");
        QTest::addColumn<qint64>("target");
        QTest::addColumn<qint64>("now");
        QTest::addColumn<int>("urgency");
        const auto row = [](const char *name, qint64 since, qint64 target, qint64 now, Urgency urgency) {
            QTest::newRow(name) << since << target << now << int(urgency);
        };
        row("nobody waits", 0, 60000, 999999, Urgency::None);
        row("just now", 1000, 60000, 1000, Urgency::Calm);
        row("more than half is left", 1000, 60000, 30999, Urgency::Calm);
        row("half is left", 1000, 60000, 31000, Urgency::Soon);
        row("a moment is left", 1000, 60000, 60999, Urgency::Soon);
        row("due", 1000, 60000, 61000, Urgency::Late);
        row("long due", 1000, 60000, 9999999, Urgency::Late);
        row("our clock is behind", 100000, 60000, 1000, Urgency::Calm);
        row("no target", 1000, 0, 9999999, Urgency::Calm);
    }
    void urgency()
    {
        QFETCH(qint64, since);
        QFETCH(qint64, target);
        QFETCH(qint64, now);
        QFETCH(int, urgency);
        QCOMPARE(int(urgencyOf(since, target, now)), urgency);
    }

    void spansChangeWithTheirWords()
    {
        QCOMPARE(displayedSpan(-5), 0);
        QCOMPARE(displayedSpan(999), 0);
        QCOMPARE(displayedSpan(59999), 59);
        QCOMPARE(displayedSpan(60000), displayedSpan(119999));
        QVERIFY(displayedSpan(119999) != displayedSpan(120000));
    }

    void countdownsAreRelativeToTheirArrival()
    {
        Conversation c;
        c.id = QStringLiteral("v1");
        c.offer = Offer{QStringLiteral("o1"), QStringLiteral("anna"), 50000};
        c.wrapupEndsAt = 90000;
        const Conversation later = Conversation::fromJson(c.toJson(30000), 1030000); // a clock that is 1,000 s ahead
        QCOMPARE(later.offer->expiresAt, 1050000);
        QCOMPARE(later.wrapupEndsAt, 1090000);
        QCOMPARE(Conversation::fromJson(c.toJson(60000), 60000).offer->expiresAt, 60000); // never in the past
    }

    void aTimeBeyondEveryClockIsNone()
    {
        constexpr qint64 largest = std::numeric_limits<qint64>::max();
        QCOMPARE(countdownEnd(QJsonValue(-largest), 1000), 1000);
        QVERIFY(countdownEnd(QJsonValue(largest), 1'700'000'000'000) > 1'700'000'000'000);
        QVERIFY(countdownEnd(QJsonValue(largest), 1'700'000'000'000) < 3'000'000'000'000);
    }

    void namesAreShownAsTheyAre()
    {
        const QString trick = QStringLiteral("a\u202Eb\u200Bc\u2066\nd");
        const QString shown = QStringLiteral("a\uFFFDb\uFFFDc\uFFFD d");
        const Customer customer = Customer::fromJson({{"name", trick}, {"fields", QJsonObject{{"phone", trick}}}});
        QCOMPARE(customer.name, shown);
        QCOMPARE(customer.fields.value(QStringLiteral("phone")), shown);
        const Conversation head =
            Conversation::fromJson({{"customer_name", trick}, {"source", QJsonObject{{"title", trick}}}}, 0);
        QCOMPARE(head.customerName, shown);
        QCOMPARE(head.sourceTitle, shown);
        QCOMPARE(FileRef::fromJson({{"name", trick}}).name, shown);
        QCOMPARE(withoutHidden(trick), QStringLiteral("abc\nd"));
        // What writing needs stays: a family of emoji, a Persian word.
        const QString family = QString::fromUtf8("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9");
        QCOMPARE(withoutHidden(family), family);
        const QString persian = QString::fromUtf8("می‌خواهم");
        QCOMPARE(withoutHidden(persian), persian);
    }

    void whatNobodySeesIsNoName()
    {
        for (const char32_t c :
             {U'\u034F', U'\uFE00', U'\uFE0F', U'\u180B', U'\u17B4', U'\u2800', U'\u200B', U'\U000E0041', U'\U000E0100'})
            QCOMPARE(withoutHidden(QString::fromUcs4(&c, 1)), QString());
        QCOMPARE(withoutHidden(QString::fromUtf16(u"\uFE0F\u200D\uFE0F")), QString());
    }

    void whatWritingNeedsStays()
    {
        for (const char32_t *word :
             {U"\u2764\uFE0F",                                                           // a red heart
              U"1\uFE0F\u20E3",                                                          // a key with a 1 on it
              U"\u845B\U000E0100",                                                       // a form of a Japanese name's character
              U"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", // the flag of England
              U"\u0E01\u200B\u0E02",                                                     // Thai, where a line may break
              U"\U0001F469\u200D\u2764\uFE0F\u200D\U0001F468"})                          // a couple
            QCOMPARE(neutralised(QString::fromUcs4(word)), QString::fromUcs4(word));
    }

    void aPictureHasBothSidesOrNone()
    {
        const FileRef half = FileRef::fromJson({{"w", 400}, {"size", -5}});
        QCOMPARE(half.width, 0);
        QCOMPARE(half.size, 0);
        const FileRef giant = FileRef::fromJson({{"w", 2'000'000'000}, {"h", 3}});
        QCOMPARE(giant.width, 0);
        QCOMPARE(giant.height, 0);
        QCOMPARE(FileRef::fromJson({{"w", 400}, {"h", 300}}).height, 300);
    }
};

QTEST_GUILESS_MAIN(tst_Domain)
#include "tst_domain.moc"
