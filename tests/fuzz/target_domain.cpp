// SPDX-License-Identifier: GPL-3.0-or-later
// Values that arrive as JSON in frames, answers and the local store; canned replies and their variables.
#include "models/domain/Agent.h"
#include "models/domain/CannedReply.h"
#include "models/domain/Conversation.h"
#include "models/domain/Customer.h"
#include "models/domain/Message.h"
#include "models/domain/Principal.h"
#include "tests/fuzz/FuzzTarget.h"

#include <QJsonDocument>
#include <QStringList>

using namespace liaison;

namespace {

constexpr qint64 now = 1'700'000'000'000;

/// Reading, writing and reading again comes to rest after the first time, whatever the fields were.
template <typename Value>
void comesToRest(const QJsonObject &json)
{
    const Value once = Value::fromJson(json);
    fuzz::promise(Value::fromJson(once.toJson()) == once, "a value read back is the same");
}

} // namespace

LIAISON_FUZZ(objects)
{
    const QJsonObject json = QJsonDocument::fromJson(input).object();
    comesToRest<Message>(json);
    comesToRest<Customer>(json);
    comesToRest<Agent>(json);
    comesToRest<Queue>(json);
    comesToRest<WrapupCode>(json);
    comesToRest<CannedReply>(json);
    const Conversation head = Conversation::fromJson(json, now);
    fuzz::promise(Conversation::fromJson(head.toJson(now), now) == head, "a conversation's head read back is the same");
    const Principal who = Principal::fromString(json[QLatin1String("by")].toString());
    fuzz::promise(!who.isValid() || Principal::fromString(who.toString()) == who, "a principal read back is the same");
}

LIAISON_FUZZ(canned)
{
    // Line 1: what the variables stand for; line 2: what the agent typed; the rest: the reply.
    const QByteArrayList part = fuzz::pieces(input, 3);
    const QString value = QString::fromUtf8(part[0]);
    const QString text = QString::fromUtf8(part[2]);
    QStringList asked;
    QStringList missing;
    const QString filled = fillVariables(
        text,
        [&](const QString &name) {
            asked.append(name);
            return name.size() % 2 ? value : QString();
        },
        &missing);
    for (const QString &name : std::as_const(missing))
        fuzz::promise(asked.contains(name) && filled.contains(name), "what is missing was asked for and still stands there");
    fuzz::promise(!asked.isEmpty() || filled == text, "a text without variables stays as it is");
    fuzz::promise(filled.size() <= text.size() + asked.size() * value.size(), "a value is not filled in twice");

    CannedReply reply;
    reply.shortcut = value;
    reply.title = text.left(40);
    reply.text = text;
    const auto found = findCannedReplies({reply, reply}, QString::fromUtf8(part[1]), 1);
    fuzz::promise(found.size() <= 1, "no more is found than was asked for");
}
