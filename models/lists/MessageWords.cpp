// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/MessageWords.h"

namespace liaison {

QString MessageWords::system(const Message &message)
{
    const QString &code = message.text;
    const auto arg = [&message](const char *name) { return message.args[QLatin1String(name)].toString(); };
    if (code == QLatin1String("queued"))
        return arg("queue").isEmpty() ? tr("Waiting for an agent") : tr("Waiting for an agent in %1").arg(arg("queue"));
    if (code == QLatin1String("assigned"))
        return tr("%1 took the conversation").arg(arg("agent"));
    if (code == QLatin1String("transferred"))
        return tr("Handed over from %1 to %2").arg(arg("from"), arg("to"));
    if (code == QLatin1String("requeued"))
        return tr("Back in the queue");
    if (code == QLatin1String("parked"))
        return tr("Parked");
    if (code == QLatin1String("closed"))
        return tr("Conversation closed");
    if (code == QLatin1String("customer_left"))
        return tr("The customer has left");
    if (code == QLatin1String("customer_back"))
        return tr("The customer is back");
    return tr("Event: %1").arg(code); // of a newer hub
}

QString MessageWords::failure(const QString &code)
{
    if (code == QLatin1String("not_stored"))
        return tr("Not sent: this computer could not store it");
    if (code == QLatin1String("too_big"))
        return tr("Not sent: too big");
    if (code == QLatin1String("invalid") || code == QLatin1String("bad_frame"))
        return tr("Not sent: the hub does not accept this content");
    if (code == QLatin1String("forbidden"))
        return tr("Not sent: this conversation is no longer yours");
    if (code == QLatin1String("not_found"))
        return tr("Not sent: the conversation or the file is gone");
    if (code == QLatin1String("conflict"))
        return tr("Not sent: the conversation has moved on");
    if (code == QLatin1String("too_old"))
        return tr("Not sent: too late");
    if (code == QLatin1String("full"))
        return tr("Not sent: the hub has no room for it");
    return tr("Not sent: the hub refused it");
}

} // namespace liaison
