// SPDX-License-Identifier: GPL-3.0-or-later
// Commands, questions and topics with hostile bodies against the hub's real rules over a real database: what passed the decoder is
// still whatever a stranger put into `b`.
#include "tests/fuzz/FuzzTarget.h"
#include "tests/unit/hub/DeskBench.h"

#include <memory>

using namespace liaison;
using namespace liaison::test;

namespace {

/// A desk at work: one conversation in the hands of a1, one that waits. Made anew now and then, so that it does not grow.
class Scene
{
public:
    Scene()
    {
        customer = bench.addCustomer(QStringLiteral("Wang"), 1);
        served = bench.served(QStringLiteral("a1"), customer);
        other = bench.addCustomer(QStringLiteral("Li"));
        waiting = bench.writes(other);
    }
    DeskBench bench;
    QString customer;
    QString other;
    QString served;
    QString waiting;
};

} // namespace

LIAISON_FUZZ(desk)
{
    // Line 1: who ("a" the agent, "c" the customer, anything else another customer). Line 2: the kind. Line 3: the conversation
    // ("s" served, "w" waiting, or an id). The rest: the body; $c, $s and $w in it stand for the ids there are.
    constexpr int many = 2000;
    static std::unique_ptr<Scene> scene;
    static int used = 0;
    if (!scene || ++used > many) {
        scene = std::make_unique<Scene>();
        used = 0;
    }
    const QByteArrayList part = fuzz::pieces(input, 4);
    const Principal who = part[0] == "a"   ? Principal::agent(QStringLiteral("a1"))
                          : part[0] == "c" ? Principal::customer(scene->customer)
                                           : Principal::customer(scene->other);
    const QString kind = QString::fromUtf8(part[1]).left(64);
    const QString conv = part[2] == "s" ? scene->served : part[2] == "w" ? scene->waiting : QString::fromUtf8(part[2]).left(64);
    QByteArray text = part[3];
    text.replace("$c", scene->customer.toUtf8()).replace("$s", scene->served.toUtf8()).replace("$w", scene->waiting.toUtf8());
    const QJsonObject body = QJsonDocument::fromJson(text).object();

    // As Link would: the link's own kinds are not a client's to say.
    const hub::CommandResult result = scene->bench.says(who, kind, conv, body);
    fuzz::promise(result.error != ErrorCode::Internal, "no command makes the hub fail");
    static const QStringList customers{QStringLiteral("msg.send"), QStringLiteral("msg.recall"), QStringLiteral("conv.mark"),
                                       QStringLiteral("conv.leave"), QStringLiteral("customer.describe")};
    fuzz::promise(!who.isCustomer() || !result.ok() || customers.contains(kind), "a customer has only a customer's commands");
    wire::Ask ask;
    ask.re = QStringLiteral("q1");
    ask.kind = kind;
    ask.conversation = conv;
    ask.body = body;
    QSqlDatabase db = scene->bench.connection();
    const auto answer = scene->bench.desk.answer(db, who, ask, scene->bench.clock.utcMs());
    if (const auto *refused = std::get_if<wire::Err>(&answer))
        fuzz::promise(refused->code != ErrorCode::Internal, "no question makes the hub fail");
    scene->bench.desk.topicState(db, who, kind, scene->bench.clock.utcMs());
    scene->bench.desk.signalAudience(db, who, conv);
}
