// SPDX-License-Identifier: GPL-3.0-or-later
// What a rule matches becomes dots; what a rule cannot decide in bounded time is hidden whole.
#include "models/domain/TextMask.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace liaison;

class TextMaskTest : public QObject
{
    Q_OBJECT
    const QString m_card = QStringLiteral("(?<!\\d)\\d(?:[ -]?\\d){12,18}(?!\\d)");

private slots:
    void withoutRulesNothingIsHidden()
    {
        const TextMask mask;
        QVERIFY(!mask.isActive());
        QCOMPARE(mask.masked(QStringLiteral("4111 1111 1111 1111")), QStringLiteral("4111 1111 1111 1111"));
        QVERIFY(!mask.hidesIn(QStringLiteral("4111 1111 1111 1111")));
    }

    void masks_data()
    {
        QTest::addColumn<QStringList>("rules");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("card") << QStringList{m_card} << "Karte 4111-1111 1111 1111, bitte"
                              << "Karte ••••-•••• •••• ••••, bitte";
        QTest::newRow("two in one text") << QStringList{QStringLiteral("\\d{4}")} << "1234 abc 5678"
                                         << "•••• abc ••••";
        QTest::newRow("short number") << QStringList{m_card} << "Bestellung 123456"
                                      << "Bestellung 123456";
        QTest::newRow("card in Chinese") << QStringList{m_card} << "我的卡号是6222021001116245702，请查"
                                         << "我的卡号是•••••••••••••••••••，请查";
        QTest::newRow("Chinese digits") << QStringList{QStringLiteral("\\d{6,}")} << "卡号６２２２０２１００"
                                        << "卡号•••••••••";
        QTest::newRow("two rules") << QStringList{QStringLiteral("[A-Z]{2}\\d{4,}"), QStringLiteral("\\S+@\\S+")}
                                   << "DE12345, an a.b@example.com"
                                   << "•••••••, an •.•@•••••••.•••";
        QTest::newRow("outside the plane") << QStringList{QStringLiteral("名：\\S+")} << "名：𠮷田"
                                           << "•：•••";
        QTest::newRow("look-behind keeps its word") << QStringList{QStringLiteral("(?<=CVC )\\d{3}")} << "CVC 123"
                                                    << "CVC •••";
        QTest::newRow("unreadable") << QStringList{QStringLiteral("(")} << "anything 12"
                                    << "•••••••• ••";
    }
    void masks()
    {
        QFETCH(QStringList, rules);
        QFETCH(QString, text);
        QFETCH(QString, shown);
        const TextMask mask(rules, true);
        QCOMPARE(mask.masked(text), shown);
        QCOMPARE(mask.masked(text).size(), text.size()); // places in it stay what they are
        QCOMPARE(mask.hidesIn(text), text != shown);
    }

    void aRuleThatWouldNeverEndHidesTheText()
    {
        // The classic: each "a" doubles the ways. Without a limit this takes longer than the test may.
        const TextMask mask({QStringLiteral("(?:a+)+\\d")}, true);
        const QString text = QString(64, u'a') + QStringLiteral("b");
        QCOMPARE(mask.masked(text), QString(65, QChar(0x2022)));
        QCOMPARE(mask.masked(QStringLiteral("aaa7 b")), QStringLiteral("•••• b"));
    }

    void aLongTextIsNoTrouble()
    {
        const TextMask mask({m_card}, true);
        QString text;
        for (int i = 0; i < 2000; ++i)
            text += QStringLiteral("lorem ipsum ");
        QCOMPARE(mask.masked(text), text);
        text += QStringLiteral("4111111111111111");
        QVERIFY(mask.masked(text).endsWith(QString(16, QChar(0x2022))));
        QVERIFY(mask.masked(text).startsWith(QLatin1String("lorem")));
    }

    void tooManyMatchesHideTheText()
    {
        const TextMask mask({QStringLiteral("\\d\\d")}, true);
        const QString shown = mask.masked(QStringLiteral("word ") + QString(400, u'1'));
        QVERIFY(!shown.contains(u'1') && !shown.contains(u'w'));
    }
};

QTEST_GUILESS_MAIN(TextMaskTest)
#include "tst_text_mask.moc"
