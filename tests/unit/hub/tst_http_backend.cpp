// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/VisitorIdentity.h"
#include "hub/channels/HubBackend.h"
#include "hub/links/HubCore.h"
#include "hub/routing/Desk.h"
#include "tests/unit/hub/HttpFixture.h"

#include <QTest>

using namespace liaison;
using namespace liaison::hub;

namespace {

const QByteArray secret = "shared with the site";

/// The real hub behind a real HTTP front, with one agent "lin".
class HubBench
{
public:
    HubBench() : accounts(clock, PasswordCost::forTests())
    {
        settings.database.path = folder.filePath(QStringLiteral("hub.db"));
        core = std::make_unique<HubCore>(
            settings, desk,
            [this](const QString &token) { return identify(core->database().connection(), token, clock.utcMs()); }, &clock);
        core->start();
        accounts.addAgent(core->database().connection(), QStringLiteral("lin"), QStringLiteral("correct horse"),
                          QStringLiteral("Lin Xiao"));
        backend =
            std::make_unique<HubBackend>(HubBackend::Parts{core->database(), core->writer(), desk, accounts, core->metrics(),
                                                           clock, secret, [this](const Principal &who, const QString &device) {
                                                               const QMutexLocker lock(&mutex);
                                                               m_closed << who.toString() + QLatin1Char('/') + device;
                                                           }});
        http.backend = backend->backend();
    }
    ~HubBench()
    {
        http.stop();
        core->writer().stop();
    }

    QString visitorToken() const { return http.post("/api/v1/visitor", {}).json().value(QLatin1String("token")).toString(); }
    HttpReply signIn(const QString &password) const
    {
        return http.post("/api/v1/sign-in", {{QStringLiteral("name"), QStringLiteral("lin")},
                                             {QStringLiteral("password"), password},
                                             {QStringLiteral("device"), QStringLiteral("d1")},
                                             {QStringLiteral("device_name"), QStringLiteral("Desk 4")}});
    }

    QTemporaryDir folder;
    SystemClock clock;
    HubSettings settings;
    Desk desk;
    Accounts accounts;
    std::unique_ptr<HubCore> core;
    std::unique_ptr<HubBackend> backend;
    /// Links that were closed, by now.
    QStringList closed()
    {
        const QMutexLocker lock(&mutex);
        return m_closed;
    }
    HttpFixture http;
    QMutex mutex;

private:
    QStringList m_closed;
};

QJsonObject signedUser(const QString &id, const QString &name, qint64 exp)
{
    const QString until = QString::number(exp);
    return {{QStringLiteral("id"), id},
            {QStringLiteral("name"), name},
            {QStringLiteral("email"), QString()},
            {QStringLiteral("phone"), QString()},
            {QStringLiteral("exp"), exp},
            {QStringLiteral("sig"), QString::fromLatin1(VisitorIdentity::signature(secret, id, name, {}, {}, until))}};
}

} // namespace

/// The HTTP front over the real hub: sign-in, visitors, files and health as a client sees them.
class TestHttpBackend : public QObject
{
    Q_OBJECT
private slots:
    void signInAndOut();
    void visitors();
    void vouchedFor();
    void files();
    void health();
    void writerIsGone();
};

void TestHttpBackend::signInAndOut()
{
    HubBench hub;
    QVERIFY(hub.http.start());
    QCOMPARE(hub.signIn(QStringLiteral("wrong")).status, 401);
    const HttpReply welcome = hub.signIn(QStringLiteral("correct horse"));
    QCOMPARE(welcome.status, 200);
    const QByteArray token = welcome.json().value(QLatin1String("token")).toString().toLatin1();
    const QJsonObject agent = welcome.json().value(QLatin1String("agent")).toObject();
    QCOMPARE(agent.value(QLatin1String("display")).toString(), QStringLiteral("Lin Xiao"));
    QVERIFY(!welcome.body.contains("argon2"));
    // The token works at once: it was committed before it was handed out.
    QCOMPARE(hub.http.get("/api/v1/files/12345678", {HttpFixture::auth(token)}).status, 404);
    QCOMPARE(hub.http.post("/api/v1/sign-out", {}, {HttpFixture::auth(token)}).status, 200);
    QCOMPARE(hub.http.get("/api/v1/files/12345678", {HttpFixture::auth(token)}).status, 401);
    QCOMPARE(hub.closed(), QStringList{QStringLiteral("a:%1/d1").arg(agent.value(QLatin1String("id")).toString())});
    QCOMPARE(hub.http.post("/api/v1/sign-out", {}, {HttpFixture::auth(token)}).status, 200);
    QCOMPARE(hub.http.post("/api/v1/sign-out", {}).status, 401);
}

void TestHttpBackend::visitors()
{
    HubBench hub;
    QVERIFY(hub.http.start());
    const QJsonObject one = hub.http.post("/api/v1/visitor", {}).json();
    const QJsonObject two = hub.http.post("/api/v1/visitor", {}).json();
    const auto idOf = [](const QJsonObject &visitor) {
        return visitor.value(QLatin1String("customer")).toObject().value(QLatin1String("id")).toString();
    };
    QVERIFY(!idOf(one).isEmpty());
    QVERIFY(idOf(one) != idOf(two));
    QVERIFY(one.value(QLatin1String("token")).toString().size() >= 40);
}

void TestHttpBackend::vouchedFor()
{
    HubBench hub;
    QVERIFY(hub.http.start());
    const qint64 later = hub.clock.utcMs() / 1000 + 600;
    const QJsonObject user = signedUser(QStringLiteral("u-1"), QStringLiteral("周敏"), later);
    const HttpReply one = hub.http.post("/api/v1/visitor", {{QStringLiteral("user"), user}});
    QCOMPARE(one.status, 200);
    QCOMPARE(one.json().value(QLatin1String("customer")).toObject().value(QLatin1String("name")).toString(),
             QStringLiteral("周敏"));
    const HttpReply two = hub.http.post("/api/v1/visitor", {{QStringLiteral("user"), user}});
    QCOMPARE(two.json().value(QLatin1String("customer")), one.json().value(QLatin1String("customer")));
    QJsonObject forged = user;
    forged.insert(QStringLiteral("id"), QStringLiteral("u-2"));
    QCOMPARE(hub.http.post("/api/v1/visitor", {{QStringLiteral("user"), forged}}).status, 403);
    const QJsonObject old = signedUser(QStringLiteral("u-1"), QStringLiteral("周敏"), later - 1200);
    QCOMPARE(hub.http.post("/api/v1/visitor", {{QStringLiteral("user"), old}}).status, 403);
}

void TestHttpBackend::files()
{
    HubBench hub;
    QVERIFY(hub.http.start());
    const QByteArray owner = hub.visitorToken().toLatin1();
    const QByteArray other = hub.visitorToken().toLatin1();
    const QByteArray id = "11111111-2222-3333-4444-555555555555";
    const HttpReply up = hub.http.put(id, "hello", "text/plain", "a.txt", owner);
    QCOMPARE(up.status, 200);
    QCOMPARE(hub.http.put(id, "hello", "text/plain", "a.txt", owner).body, up.body);
    QCOMPARE(hub.http.put(id, "hello", "text/plain", "a.txt", other).status, 409);
    QCOMPARE(hub.http.get("/api/v1/files/" + id, {HttpFixture::auth(owner)}).body, QByteArray("hello"));
    QCOMPARE(hub.http.get("/api/v1/files/" + id, {HttpFixture::auth(other)}).status, 404);
}

void TestHttpBackend::health()
{
    HubBench hub;
    QVERIFY(hub.http.start());
    QCOMPARE(hub.http.get("/healthz").status, 200);
    QVERIFY(hub.http.get("/metrics").body.contains("# TYPE liaison_hub_"));
    hub.core->writer().stop();
    QCOMPARE(hub.http.get("/healthz").status, 503);
}

// A writer that has ended answers nobody; the front says so instead of waiting.
void TestHttpBackend::writerIsGone()
{
    HubBench hub;
    QVERIFY(hub.http.start());
    hub.core->writer().stop();
    const HttpReply reply = hub.http.post("/api/v1/visitor", {});
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.header("retry-after").toInt() > 0);
    QCOMPARE(hub.signIn(QStringLiteral("correct horse")).status, 503);
}

QTEST_GUILESS_MAIN(TestHttpBackend)
#include "tst_http_backend.moc"
