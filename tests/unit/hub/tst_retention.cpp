// SPDX-License-Identifier: GPL-3.0-or-later
// What is too old goes, in small pieces; what is needed stays; and whoever needed what went is told to start over.
#include "DeskBench.h"
#include "LinkBench.h"

#include <QTest>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

namespace {

constexpr qint64 day = RetentionSettings::day;

qint64 count(HubCore &core, const QString &sql, const QVariantList &values = {})
{
    Query query(core.database().connection(), sql, values);
    return query.next() ? query.number(0) : -1;
}

const QString events = QStringLiteral("SELECT COUNT(*) FROM event_log");

/// One piece after the other, as the writer does it.
int removeAll(DeskBench &bench, const RetentionSettings &settings)
{
    int pieces = 0;
    for (bool more = true; more; ++pieces) {
        CommandGroup group(bench.connection(), bench.desk, bench.clock, {});
        group.begin();
        group.work([&](Transaction &transaction) { more = Retention(settings, bench.desk).removeSome(transaction); });
        group.finish();
        group.commit();
        group.runAfterCommit();
        if (!group.result(0).ok())
            qFatal("%s", qPrintable(group.result(0).text));
    }
    return pieces;
}

} // namespace

class RetentionTest : public QObject
{
    Q_OBJECT
private slots:
    void theLogIsTrimmedFromItsOldEnd();
    void theNewestEventStays();
    void noHoleComesIntoTheLog();
    void anEventForManyIsAPieceOfItsOwn();
    void aCursorBehindTheTrimIsReset();
    void theWriterDoesItByItself();
    void resultsGoAfterTheirTime();
    void devicesThatWereNotSeenGo();
    void aLinkThatIsUpKeepsItsDevice();
    void tokensThatNobodyCanUseGo();
    void filesThatNobodySentGo();
};

void RetentionTest::theLogIsTrimmedFromItsOldEnd()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    for (int i = 0; i < 20; ++i)
        bench.replies(QStringLiteral("a1"), conv);
    const qint64 old = bench.head();
    bench.clock.advance(31 * day);
    bench.replies(QStringLiteral("a1"), conv);
    RetentionSettings settings;
    settings.rowsAtOnce = 10;
    QVERIFY(removeAll(bench, settings) > 3);
    QCOMPARE(bench.number(QStringLiteral("SELECT MIN(pos) FROM event_log")), old + 1);
    QCOMPARE(bench.number(QStringLiteral("SELECT MIN(pos) FROM event_aud")), old + 1);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM message WHERE conv = ? AND kind = 'text'"), {conv}), 22);
    QCOMPARE(removeAll(bench, settings), 1); // nothing more to do
}

void RetentionTest::theNewestEventStays()
{
    // A log without a row could not say that a cursor is too old.
    DeskBench bench;
    bench.writes(bench.addCustomer());
    bench.clock.advance(100 * day);
    removeAll(bench, {});
    QCOMPARE(bench.number(events), 1);
    QCOMPARE(bench.number(QStringLiteral("SELECT MAX(pos) FROM event_log")), bench.head());
}

void RetentionTest::noHoleComesIntoTheLog()
{
    // The clock was set back for a while: an event in the middle seems to be older than those before it.
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    const qint64 middle = bench.head();
    for (int i = 0; i < 3; ++i)
        bench.replies(QStringLiteral("a1"), conv);
    bench.sql(QStringLiteral("UPDATE event_log SET at = at - ? WHERE pos = ?"), {50 * day, middle});
    const qint64 before = bench.number(events);
    removeAll(bench, {});
    QCOMPARE(bench.number(events), before);
}

void RetentionTest::anEventForManyIsAPieceOfItsOwn()
{
    DeskBench bench;
    const qint64 from = bench.head();
    for (int pos = 1; pos <= 4; ++pos) {
        bench.sql(QStringLiteral("INSERT INTO event_log (pos, kind, body, actor, at) VALUES (?,'canned','{}','s:hub',1)"),
                  {from + pos});
        for (int to = 0; to < 30; ++to)
            bench.sql(QStringLiteral("INSERT INTO event_aud (principal, pos) VALUES (?,?)"),
                      {QStringLiteral("a:%1").arg(to), from + pos});
    }
    bench.sql(QStringLiteral("UPDATE log_head SET pos = ?"), {from + 4});
    RetentionSettings settings;
    settings.rowsAtOnce = 20;
    QVERIFY(removeAll(bench, settings) >= 4);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM event_aud")), 30); // of the newest
}

void RetentionTest::aCursorBehindTheTrimIsReset()
{
    LinkBench bench;
    bench.put(QStringLiteral("a:1"), 30);
    const QString epoch = bench.core->database().epoch();
    const qint64 old = bench.core->writer().head();
    bench.clock.advance(31 * day);
    bench.put(QStringLiteral("a:1"), 5);
    // The writer has looked what is too old, perhaps after the first of these; the newest event always stays, so it looks once more.
    bench.clock.advance(day);
    bench.core->writer().poke();
    QTRY_COMPARE(count(*bench.core, QStringLiteral("SELECT MIN(pos) FROM event_log")), old + 1);

    RawClient behind(*bench.core);
    behind.hello(QStringLiteral("a:1"), QStringLiteral("dev-1"), epoch, old - 3);
    QTRY_VERIFY(behind.has<wire::Live>());
    QCOMPARE(behind.last<wire::Welcome>().mode, QStringLiteral("reset"));
    QVERIFY(behind.last<wire::Snap>().last);
    QVERIFY(behind.events().isEmpty()); // the snapshot has it all
    // Whoever has all that went goes on from where he is.
    RawClient current(*bench.core);
    current.hello(QStringLiteral("a:1"), QStringLiteral("dev-2"), epoch, old);
    QTRY_VERIFY(current.has<wire::Live>());
    QCOMPARE(current.last<wire::Welcome>().mode, QStringLiteral("resume"));
    QCOMPARE(current.events().size(), 5);
}

void RetentionTest::theWriterDoesItByItself()
{
    WriterSettings writer;
    writer.retention.rowsAtOnce = 7;
    LinkBench bench(LinkBench::quick(), writer);
    bench.put(QStringLiteral("a:1"), 100);
    bench.clock.advance(31 * day);
    bench.core->writer().poke(); // nobody says anything
    QTRY_COMPARE(count(*bench.core, events), 1);
    QVERIFY(bench.core->metrics().counter("removals_total").value() > 100 / 7);
}

void RetentionTest::resultsGoAfterTheirTime()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    bench.writes(customer);
    bench.clock.advance(13 * day);
    const QString conv = bench.writes(customer);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM cmd_result")), 2);
    bench.clock.advance(2 * day);
    removeAll(bench, {});
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM cmd_result")), 1);
    // Its message's own id still knows it again.
    QVERIFY(bench
                .customerSays(customer, QStringLiteral("msg.send"), {}, {{"kind", "text"}, {"text", "hello"}},
                              QStringLiteral("cid-1"))
                .dup);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM message WHERE conv = ? AND kind = 'text'"), {conv}), 2);
}

void RetentionTest::devicesThatWereNotSeenGo()
{
    DeskBench bench;
    for (int i = 0; i < 30; ++i)
        bench.sql(QStringLiteral("INSERT INTO device_session (device, principal, gen, seen_at) VALUES (?,'c:x',1,?)"),
                  {QStringLiteral("c:x/p%1").arg(i), bench.clock.utcMs() + i * day});
    bench.clock.advance(100 * day);
    RetentionSettings settings;
    settings.rowsAtOnce = 4;
    removeAll(bench, settings);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM device_session")), 20);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM device_session WHERE device = 'c:x/p9'")), 0);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM device_session WHERE device = 'c:x/p10'")), 1);
}

void RetentionTest::aLinkThatIsUpKeepsItsDevice()
{
    // Without its row the commands of a link that has been up all the time would be fenced.
    DeskBench bench;
    bench.sql(QStringLiteral("INSERT INTO device_session (device, principal, gen, seen_at) VALUES ('a:a1/d','a:a1',3,?)"),
              {bench.clock.utcMs()});
    bench.clock.advance(200 * day);
    removeAll(bench, {});
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM device_session")), 1);
    bench.linkDown(Principal::agent(QStringLiteral("a1")));
    removeAll(bench, {});
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM device_session")), 0);
}

void RetentionTest::tokensThatNobodyCanUseGo()
{
    DeskBench bench;
    const qint64 now = bench.clock.utcMs();
    const auto add = [&](const QString &hash, qint64 expiresAt, int revoked) {
        bench.sql(QStringLiteral(
                      "INSERT INTO agent_token (hash, agent, device, created_at, expires_at, revoked) VALUES (?,'a1',?,0,?,?)"),
                  {hash, hash, expiresAt, revoked});
        bench.sql(
            QStringLiteral("INSERT INTO visitor_token (hash, customer, created_at, expires_at, revoked) VALUES (?,'x',0,?,?)"),
            {hash, expiresAt, revoked});
    };
    add(QStringLiteral("valid"), now + day, 0);
    add(QStringLiteral("just expired"), now - day, 0);
    add(QStringLiteral("long expired"), now - 31 * day, 0);
    add(QStringLiteral("just revoked"), now + 365 * day, 1); // was used a moment ago
    add(QStringLiteral("long revoked"), now - day, 1);
    removeAll(bench, {});
    for (const char *table : {"agent_token", "visitor_token"}) {
        Query left(bench.connection(), QStringLiteral("SELECT hash FROM %1 ORDER BY hash").arg(QLatin1String(table)));
        QStringList hashes;
        while (left.next())
            hashes.append(left.text(0));
        QCOMPARE(hashes, (QStringList{"just expired", "just revoked", "valid"}));
    }
}

void RetentionTest::filesThatNobodySentGo()
{
    DeskBench bench;
    QStringList forgotten;
    bench.desk.onFileForgotten([&](const QString &file) { forgotten.append(file); });
    const QString customer = bench.addCustomer();
    const auto put = [&](const QString &id) {
        return bench.internal(Principal::customer(customer), QStringLiteral("file.add"),
                              {{"id", id}, {"name", "a.png"}, {"mime", "image/png"}, {"size", 5}});
    };
    const auto send = [&](const QString &file, const QString &mid) {
        return bench.customerSays(customer, QStringLiteral("msg.send"), {},
                                  {{"kind", "picture"}, {"file", QJsonObject{{"id", file}}}}, mid);
    };
    for (const char *id : {"sent-file", "never-sent", "taken-back"})
        QVERIFY(put(QLatin1String(id)).ok());
    QVERIFY(send(QStringLiteral("sent-file"), QStringLiteral("m1")).ok());
    const QString conv = send(QStringLiteral("taken-back"), QStringLiteral("m2")).body["conv"].toString();
    QVERIFY(bench.customerSays(customer, QStringLiteral("msg.recall"), conv, {{"mid", "m2"}}).ok());
    bench.clock.advance(6 * day);
    QVERIFY(put(QStringLiteral("fresh-file")).ok());
    removeAll(bench, {});
    QVERIFY(forgotten.isEmpty());
    bench.clock.advance(2 * day);
    removeAll(bench, {});
    QCOMPARE(QSet<QString>(forgotten.cbegin(), forgotten.cend()), (QSet<QString>{"never-sent", "taken-back"}));
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM file")), 2);
    QCOMPARE(toString(send(QStringLiteral("never-sent"), QStringLiteral("m3")).error), toString(ErrorCode::NotFound));
    QVERIFY(send(QStringLiteral("fresh-file"), QStringLiteral("m4")).ok());
}

QTEST_GUILESS_MAIN(RetentionTest)
#include "tst_retention.moc"
