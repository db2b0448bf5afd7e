// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/DemoDesk.h"

#include "hub/store/Query.h"
#include "models/domain/Ids.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// The resource lies in a static library; outside a namespace, as the macro demands.
static void initDemo() { Q_INIT_RESOURCE(hub_demo); }

namespace liaison::hub {

namespace {

struct DemoAgent
{
    const char *name;
    const char *display;
    const char *role;
    int capacity;
    const char *queues;
};
const DemoAgent demoAgents[] = {{"lin", "陈晓", "monitor", 12, "presales aftersales"},
                                {"wang", "王磊", "agent", 10, "presales aftersales"},
                                {"emma", "Emma Liu", "agent", 8, "aftersales"}};

struct DemoPair
{
    const char *id;
    const char *name;
};
const DemoPair demoQueues[] = {{"presales", "售前 Pre-sales"}, {"aftersales", "售后 After-sales"}};
const DemoPair demoCodes[] = {{"product", "商品咨询 Product question"},
                              {"order", "订单与物流 Order and delivery"},
                              {"refund", "退换与退款 Return and refund"},
                              {"repair", "维修 Repair"},
                              {"invoice", "发票 Invoice"},
                              {"complaint", "投诉 Complaint"},
                              {"other", "其他 Other"}};

bool exists(const QSqlDatabase &db, const QString &sql, const QVariantList &values) { return Query(db, sql, values).next(); }

} // namespace

int importCanned(const QSqlDatabase &db, const QByteArray &json, qint64 now, QString *error)
{
    QJsonParseError parse{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &parse);
    if (parse.error != QJsonParseError::NoError || !document.isArray()) {
        *error = QStringLiteral("A JSON array of {shortcut, title, text, lang} is needed: %1 at byte %2.")
                     .arg(parse.errorString())
                     .arg(parse.offset);
        return -1;
    }
    int count = 0;
    for (const QJsonValue &value : document.array()) {
        const QString shortcut = value["shortcut"].toString().trimmed();
        const QString text = value["text"].toString();
        const QString language = value["lang"].toString(QStringLiteral(""));
        QString title = value["title"].toString().simplified();
        if (title.isEmpty())
            title = shortcut;
        if (shortcut.isEmpty() || shortcut.size() > 32 || shortcut.contains(QLatin1Char(' ')) || text.trimmed().isEmpty() ||
            text.size() > 4000 || title.size() > 80 || language.size() > 16) {
            *error =
                QStringLiteral("Reply %1: shortcut (1 to 32 characters, no space), text (1 to 4000) or title (80) will not do.")
                    .arg(count + 1);
            return -1;
        }
        QString id = value["id"].toString();
        {
            Query query(db, QStringLiteral("SELECT id FROM canned WHERE scope = 'all' AND shortcut = ? AND lang = ?"),
                        {shortcut, language});
            if (query.next())
                id = query.text(0);
        }
        if (!isId(id))
            id = newId();
        Query(db,
              QStringLiteral(
                  "INSERT INTO canned (id, shortcut, title, text, scope, owner, lang, changed_at) VALUES "
                  "(?,?,?,?,'all','',?,?) ON CONFLICT (id) DO UPDATE SET shortcut = excluded.shortcut, "
                  "title = excluded.title, text = excluded.text, lang = excluded.lang, changed_at = excluded.changed_at"),
              {id, shortcut, title, text, language, now});
        ++count;
    }
    return count;
}

QString seedDemo(const QSqlDatabase &db, Accounts &accounts, const QString &password, qint64 now)
{
    int place = 0;
    for (const DemoPair &queue : demoQueues) {
        Query(db, QStringLiteral("INSERT INTO queue (id, name, place) VALUES (?,?,?) ON CONFLICT (id) DO NOTHING"),
              {QString::fromUtf8(queue.id), QString::fromUtf8(queue.name), place++});
    }
    place = 0;
    for (const DemoPair &code : demoCodes) {
        Query(db, QStringLiteral("INSERT INTO wrapup_code (id, name, place) VALUES (?,?,?) ON CONFLICT (id) DO NOTHING"),
              {QString::fromUtf8(code.id), QString::fromUtf8(code.name), place++});
    }
    for (const DemoAgent &agent : demoAgents) {
        const QString name = QString::fromUtf8(agent.name);
        if (exists(db, QStringLiteral("SELECT 1 FROM agent WHERE name = ?"), {name}))
            continue;
        const auto change = accounts.addAgent(db, name, password, QString::fromUtf8(agent.display), QString::fromUtf8(agent.role),
                                              agent.capacity);
        if (!change.ok())
            return change.error;
        for (const QString &queue : QString::fromUtf8(agent.queues).split(QLatin1Char(' ')))
            Query(db,
                  QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES (?,?) ON CONFLICT (queue, agent) DO NOTHING"),
                  {queue, change.id});
    }
    initDemo();
    QFile file(QStringLiteral(":/liaison/hub/demo/canned.json"));
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("the demo's replies are missing from this program");
    if (exists(db, QStringLiteral("SELECT 1 FROM canned WHERE scope = 'all'"), {}))
        return {};
    QString error;
    importCanned(db, file.readAll(), now, &error);
    return error;
}

} // namespace liaison::hub
