// SPDX-License-Identifier: GPL-3.0-or-later
// The load tool cuts an XMPP stream into stanzas itself: wherever the bytes are cut, the same stanzas have to come of it.
#include "tests/bench/load/XmppSwarm.h"

#include <QTest>

using namespace liaison::bench;

class TestXmppStream : public QObject
{
    Q_OBJECT

private slots:
    void pieces_data();
    void pieces();
    void nothingWholeYet_data();
    void nothingWholeYet();
    void everyCut();
};

void TestXmppStream::pieces_data()
{
    QTest::addColumn<QByteArray>("piece");
    QTest::newRow("declaration") << QByteArray("<?xml version='1.0'?>");
    QTest::newRow("stream") << QByteArray("<stream:stream id='1' xmlns='jabber:client' from='bench'>");
    QTest::newRow("end of stream") << QByteArray("</stream:stream>");
    QTest::newRow("empty") << QByteArray("<presence from='a@b/c'/>");
    QTest::newRow("empty, spaced") << QByteArray("<presence />");
    QTest::newRow("text") << QByteArray("<message id='m-1'><body>hello &lt;you&gt;</body></message>");
    QTest::newRow("a > in a text") << QByteArray("<message><body>1 > 0 / 2</body></message>");
    QTest::newRow("a > in a value") << QByteArray("<message id='>/>'><body note=\"it's >\">x</body></message>");
    QTest::newRow("nested alike") << QByteArray("<message><forwarded><message><body/></message></forwarded><x/></message>");
    QTest::newRow("features") << QByteArray(
        "<stream:features><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>");
}

void TestXmppStream::pieces()
{
    QFETCH(const QByteArray, piece);
    const std::string alone = piece.toStdString();
    QCOMPARE(firstPiece(alone), alone.size());
    QCOMPARE(firstPiece(alone + "<presence/>"), alone.size());
    QCOMPARE(firstPiece(" \n" + alone + "<mess"), alone.size() + 2);
}

void TestXmppStream::nothingWholeYet_data()
{
    QTest::addColumn<QByteArray>("in");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("keep-alive") << QByteArray(" ");
    QTest::newRow("half a tag") << QByteArray("<presence from='a");
    QTest::newRow("half a stanza") << QByteArray("<message><body>hello</body>");
    QTest::newRow("an open value") << QByteArray("<message id='></message>");
}

void TestXmppStream::nothingWholeYet()
{
    QFETCH(const QByteArray, in);
    QCOMPARE(firstPiece(in.toStdString()), std::size_t(0));
}

void TestXmppStream::everyCut()
{
    const std::vector<std::string> all{"<?xml version='1.0'?>", "<stream:stream from='bench' id='x>y'>",
                                       "<message id='m-1'><body>a > b</body></message>", "<presence/>", "</stream:stream>"};
    std::string whole;
    for (const std::string &piece : all)
        whole += piece;
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        std::vector<std::string> found;
        std::string in;
        for (const std::string &part : {whole.substr(0, cut), whole.substr(cut)}) {
            in += part;
            while (const std::size_t size = firstPiece(in)) {
                found.push_back(in.substr(0, size));
                in.erase(0, size);
            }
        }
        QVERIFY2(found == all, qPrintable(QStringLiteral("cut at %1").arg(cut)));
    }
}

QTEST_GUILESS_MAIN(TestXmppStream)
#include "tst_xmpp_stream.moc"
