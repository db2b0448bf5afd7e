// SPDX-License-Identifier: GPL-3.0-or-later
// What the search indexes, and what a typed text becomes.
#include "models/store/Segmenter.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace liaison;

class TestSegmenter : public QObject
{
    Q_OBJECT
private slots:
    void segments_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("empty", "", "");
        row("one character", "好", "好");
        row("a run", "你好吗", "你好 好吗 吗");
        row("two runs", "你好，世界", "你好 好 世界 界");
        row("mixed", "iPhone手机壳15个", "iphone 手机 机壳 壳 15 个");
        row("full width", "ＡＢＣ１２３", "abc123");
        row("half-width kana", "ｱｲﾌｫﾝ", "アイ イフ フォ ォン ン");
        row("long vowel", "サーバー", "サー ーバ バー ー");
        row("hangul", "서울역", "서울 울역 역");
        row("composed", "Cafe\u0301", "café");
        row("punctuation", "a.b@c.com", "a b c com");
        row("outside the BMP", "𠮷野家", "𠮷野 野家 家");
        row("emoji", "好😀的", "好 的");
        row("compatibility form", "㈱", "株"); // NFKC puts brackets around it
        row("russian", "Привет Мир", "привет мир");
        row("marks alone", "\u0301 \u0302", "");
    }
    void segments()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(Segmenter::segments(text), expected);
    }

    void query_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *typed, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(typed) << QString::fromUtf8(expected);
        };
        row("empty", "", "");
        row("nothing to find", "\"*?() ", "");
        row("one character", "好", "\"好\" *");
        row("two", "你好", "\"你好\"");
        row("phrase without the last alone", "你好吗", "\"你好 好吗\"");
        row("unfinished word", "par", "\"par\" *");
        row("finished word", "parcel ", "\"parcel\"");
        row("words", "red par", "\"red\" AND \"par\" *");
        row("mixed", "iphone手机", "\"iphone\" AND \"手机\"");
        row("quotes", "\"a\" b", "\"a\" AND \"b\" *");
        row("operators are words", "a OR NOT b", "\"a\" AND \"or\" AND \"not\" AND \"b\" *");
        row("column filter", "seg:x", "\"seg\" AND \"x\" *");
    }
    void query()
    {
        QFETCH(QString, typed);
        QFETCH(QString, expected);
        QCOMPARE(Segmenter::query(typed), expected);
    }

    void aQueryIsBounded()
    {
        QVERIFY(Segmenter::query(QString(100'000, QChar(0x597D))).size() < 1000);
        QString words;
        for (int i = 0; i < 1000; ++i)
            words += QStringLiteral("a ");
        QVERIFY(Segmenter::query(words).count(QLatin1String("AND")) < 30);
    }

    void nothingOfTheTextEscapesItsQuotes()
    {
        // Any text: outside the quotes there is nothing but AND, * and blanks; inside never a quote.
        QRandomGenerator random(7);
        const QString alphabet =
            QStringLiteral("\"*()^:+-{}[]ab好吗ｱ'\\ \n") + QChar(0) + QChar(0xD800) + QChar(0xDC00) + QChar(0x301);
        for (int round = 0; round < 2000; ++round) {
            QString typed;
            for (int i = random.bounded(30); i > 0; --i)
                typed += alphabet[random.bounded(int(alphabet.size()))];
            QString outside;
            bool in = false;
            for (const QChar c : Segmenter::query(typed)) {
                if (c == QLatin1Char('"'))
                    in = !in;
                else if (!in)
                    outside += c;
            }
            QVERIFY(!in);
            QVERIFY(outside.remove(QLatin1String("AND")).remove(QLatin1Char('*')).trimmed().isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestSegmenter)
#include "tst_segmenter.moc"
