// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of the stores before another version converts them, and the way back.
#include "models/store/StoreCopies.h"
#include "tests/unit/store/StoreFixture.h"

#include <QDir>

using namespace liaison;

namespace {

/// A store in `accounts/one` below a folder.
struct Accounts
{
    Accounts()
    {
        QDir(dir.path()).mkpath(QStringLiteral("accounts/one"));
        fixture.setFolder(folder() + QStringLiteral("/one"));
    }
    QString folder() const { return dir.filePath(QStringLiteral("accounts")); }
    QStringList copies() const
    {
        return QDir(folder() + QStringLiteral("/one")).entryList({QStringLiteral("*.before-update")}, QDir::Files);
    }

    QTemporaryDir dir;
    StoreFixture fixture;
    StoreCopies store{folder()};
};

} // namespace

class StoreCopiesTest : public QObject
{
    Q_OBJECT
private slots:
    void whatWasKeptComesBack();
    void anOpenStoreIsNotCopied();
    void nothingIsLeftOfDroppedCopies();
    void anAccountThatCameLaterStays();
};

void StoreCopiesTest::whatWasKeptComesBack()
{
    Accounts accounts;
    QVERIFY(accounts.fixture.open());
    QVERIFY(!accounts.fixture.apply(StoreFixture::batch({StoreFixture::message("c1", 1, "before")}, 1)).isError());
    accounts.fixture.close();
    QCOMPARE(accounts.store.keep(), StoreCopies::Outcome::Done);
    QVERIFY(accounts.copies().contains(QStringLiteral("store.db.before-update")));

    QVERIFY(accounts.fixture.open());
    QVERIFY(!accounts.fixture.apply(StoreFixture::batch({StoreFixture::message("c1", 2, "by the newer version")}, 2)).isError());
    accounts.fixture.close();
    accounts.store.bringBack();
    QVERIFY(accounts.fixture.open());
    QVERIFY(accounts.fixture.failures().isEmpty());
    QCOMPARE(accounts.fixture.newest("c1").messages.size(), 1);
    QCOMPARE(accounts.fixture.cursor().pos, qint64(1)); // the hub sends the rest again
    QVERIFY(QFile::exists(accounts.fixture.file(QStringLiteral("store.db.newer"))));
    QVERIFY(accounts.copies().isEmpty());
}

void StoreCopiesTest::anOpenStoreIsNotCopied()
{
    Accounts accounts;
    QVERIFY(accounts.fixture.open());
    QCOMPARE(accounts.store.keep(), StoreCopies::Outcome::InUse);
    QVERIFY(accounts.copies().isEmpty());
    accounts.fixture.close();
    QCOMPARE(accounts.store.keep(), StoreCopies::Outcome::Done);
}

void StoreCopiesTest::nothingIsLeftOfDroppedCopies()
{
    Accounts accounts;
    QVERIFY(accounts.fixture.open());
    accounts.fixture.close();
    QCOMPARE(accounts.store.keep(), StoreCopies::Outcome::Done);
    QVERIFY(!accounts.copies().isEmpty());
    accounts.store.drop();
    QVERIFY(accounts.copies().isEmpty());
    QVERIFY(accounts.fixture.open());
}

void StoreCopiesTest::anAccountThatCameLaterStays()
{
    Accounts accounts;
    QCOMPARE(accounts.store.keep(), StoreCopies::Outcome::Done);
    QVERIFY(accounts.fixture.open());
    accounts.fixture.close();
    accounts.store.bringBack();
    QVERIFY(QFile::exists(accounts.fixture.file(QStringLiteral("store.db"))));
}

QTEST_GUILESS_MAIN(StoreCopiesTest)
#include "tst_store_copies.moc"
