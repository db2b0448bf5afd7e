// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/HeightIndex.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace liaison;

/// The heights' index against the plainest thing that could be right: one list of numbers.
class tst_messagelist_heights : public QObject
{
    Q_OBJECT
private slots:
    void agreesWithAPlainList_data();
    void agreesWithAPlainList();
    void isEmptyAtFirst();
    void takesManyRows();
};

void tst_messagelist_heights::isEmptyAtFirst()
{
    HeightIndex index;
    QCOMPARE(index.count(), 0);
    QCOMPARE(index.total(), 0);
    QCOMPARE(index.rowAt(0), -1);
    QCOMPARE(index.top(0), 0);
}

void tst_messagelist_heights::takesManyRows()
{
    HeightIndex index;
    index.reset(100'000, 70);
    QCOMPARE(index.total(), 7'000'000);
    QCOMPARE(index.rowAt(7'000'000), 99'999);
    QCOMPARE(index.rowAt(-5), 0);
    QCOMPARE(index.rowAt(70), 1);
    index.set(50'000, 170);
    QCOMPARE(index.top(50'001), 50'001 * 70 + 100);
    QCOMPARE(index.rowAt(50'000 * 70 + 169), 50'000);
    QCOMPARE(index.rowAt(50'000 * 70 + 170), 50'001);
}

void tst_messagelist_heights::agreesWithAPlainList_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_messagelist_heights::agreesWithAPlainList()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    HeightIndex index;
    QList<int> plain;
    for (int step = 0; step < 600; ++step) {
        const int kind = random.bounded(10);
        if (kind < 4) {
            const int first = random.bounded(int(plain.size()) + 1);
            const int count = random.bounded(10) == 0 ? random.bounded(1500) : random.bounded(5);
            const int height = random.bounded(200);
            index.insert(first, count, height);
            plain.insert(first, count, height);
        } else if (kind < 6 && !plain.isEmpty()) {
            const int first = random.bounded(int(plain.size()));
            const int most = int(plain.size()) - first;
            const int count = random.bounded(qMin(most, random.bounded(10) == 0 ? 2000 : 6) + 1);
            index.remove(first, count);
            plain.remove(first, count);
        } else if (!plain.isEmpty()) {
            const int row = random.bounded(int(plain.size()));
            const int height = random.bounded(400);
            index.set(row, height);
            plain[row] = height;
        }
        QCOMPARE(index.count(), int(plain.size()));
        const qint64 total = std::accumulate(plain.cbegin(), plain.cend(), qint64(0));
        QCOMPARE(index.total(), total);
        if (plain.isEmpty())
            continue;
        const int row = random.bounded(int(plain.size()) + 1);
        const qint64 top = std::accumulate(plain.cbegin(), plain.cbegin() + row, qint64(0));
        QCOMPARE(index.top(row), top);
        if (row < plain.size()) {
            QCOMPARE(index.height(row), plain[row]);
            if (plain[row] > 0)
                QCOMPARE(index.rowAt(top + random.bounded(plain[row])), row);
        }
    }
}

QTEST_GUILESS_MAIN(tst_messagelist_heights)
#include "tst_messagelist_heights.moc"
