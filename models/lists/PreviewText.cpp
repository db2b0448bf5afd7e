// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/PreviewText.h"

#include <QCoreApplication>

namespace liaison {

namespace {
struct SystemWords
{
    Q_DECLARE_TR_FUNCTIONS(SystemWords)
};
} // namespace

QString systemSentence(const QString &code, const QJsonObject &args)
{
    const QString agent = args["agent"].toString();
    const QString queue = args["queue"].toString();
    if (code == QLatin1String("queued"))
        return queue.isEmpty() ? SystemWords::tr("Waiting for an agent") : SystemWords::tr("Waiting in %1").arg(queue);
    if (code == QLatin1String("assigned"))
        return agent.isEmpty() ? SystemWords::tr("Assigned") : SystemWords::tr("Assigned to %1").arg(agent);
    if (code == QLatin1String("transferred"))
        return agent.isEmpty() && queue.isEmpty() ? SystemWords::tr("Transferred")
                                                  : SystemWords::tr("Transferred to %1").arg(agent.isEmpty() ? queue : agent);
    if (code == QLatin1String("requeued"))
        return SystemWords::tr("Back in the queue");
    if (code == QLatin1String("parked"))
        return SystemWords::tr("Parked");
    if (code == QLatin1String("resumed"))
        return SystemWords::tr("Taken up again");
    if (code == QLatin1String("wrapup"))
        return SystemWords::tr("The chat has ended");
    if (code == QLatin1String("closed"))
        return SystemWords::tr("The conversation is closed");
    if (code == QLatin1String("customer_left"))
        return SystemWords::tr("The customer has left");
    if (code == QLatin1String("customer_back"))
        return SystemWords::tr("The customer is back");
    return code;
}

QString previewText(const Preview &preview)
{
    switch (preview.kind) {
    case MessageKind::Picture: return SystemWords::tr("[Picture] %1").arg(preview.text).trimmed();
    case MessageKind::File: return SystemWords::tr("[File] %1").arg(preview.text).trimmed();
    case MessageKind::System: return systemSentence(preview.text, {});
    case MessageKind::Text:
    case MessageKind::Note: break;
    }
    return preview.text.simplified();
}

} // namespace liaison
