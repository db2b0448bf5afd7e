// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ErrorWords.h"

#include <QCoreApplication>

namespace liaison::ErrorWords {

namespace {
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ErrorWords)
};
} // namespace

QString command(const QString &kind)
{
    if (kind == QLatin1String("msg.send"))
        return Words::tr("Reply");
    if (kind == QLatin1String("conv.note"))
        return Words::tr("Internal note");
    if (kind == QLatin1String("conv.accept") || kind == QLatin1String("conv.take"))
        return Words::tr("Taking a conversation");
    if (kind == QLatin1String("conv.transfer"))
        return Words::tr("Transfer");
    if (kind == QLatin1String("conv.close") || kind == QLatin1String("conv.wrapup"))
        return Words::tr("Finishing a conversation");
    if (kind == QLatin1String("conv.open"))
        return Words::tr("Opening a conversation");
    if (kind == QLatin1String("agent.state"))
        return Words::tr("Change of status");
    if (kind.startsWith(QLatin1String("customer.")))
        return Words::tr("Change of the profile");
    if (kind.startsWith(QLatin1String("canned.")))
        return Words::tr("Change of a canned reply");
    return Words::tr("Change");
}

QString refused(const QString &kind, const QString &code, bool draftReturned)
{
    QString why;
    if (code == QLatin1String("conflict")) {
        if (kind == QLatin1String("conv.accept") || kind == QLatin1String("conv.take"))
            why = Words::tr("This conversation is no longer waiting: somebody else took it or the customer left.");
        else if (kind == QLatin1String("conv.open"))
            why = Words::tr("This customer already has an open conversation.");
        else
            why = Words::tr("Somebody changed the same thing at the same time. Please look and try again.");
    } else if (code == QLatin1String("forbidden") || code == QLatin1String("confirm")) {
        why = kind == QLatin1String("msg.send") ? Words::tr("The conversation is no longer yours, so the reply was not sent.")
                                                : Words::tr("You may not do this.");
    } else if (code == QLatin1String("full")) {
        why = Words::tr("There is no room for one more conversation.");
    } else if (code == QLatin1String("too_old")) {
        why = Words::tr("It was sent too long ago to be taken back.");
    } else if (code == QLatin1String("not_found")) {
        why = Words::tr("It no longer exists.");
    } else if (code == QLatin1String("invalid") || code == QLatin1String("bad_frame")) {
        why = Words::tr("The hub does not accept this.");
    } else if (code == QLatin1String("too_big")) {
        why = Words::tr("It is too large.");
    } else if (code == QLatin1String("rate") || code == QLatin1String("busy") || code == QLatin1String("slow")) {
        why = Words::tr("The hub is busy. Please try again in a moment.");
    } else {
        why = Words::tr("The hub could not do it (%1).").arg(code);
    }
    const QString sentence = Words::tr("%1: %2", "what was tried: why it failed").arg(command(kind), why);
    return draftReturned ? Words::tr("%1 The text is back in the draft.").arg(sentence) : sentence;
}

QString fileRefused(const QString &name, const QString &code)
{
    if (code == QLatin1String("too_big"))
        return Words::tr("%1 is too large to be sent.").arg(name);
    if (code == QLatin1String("not_found"))
        return Words::tr("%1 cannot be read.").arg(name);
    if (code == QLatin1String("invalid"))
        return Words::tr("%1 is of a kind that may not be sent.").arg(name);
    return Words::tr("%1 cannot be sent (%2).").arg(name, code);
}

QString offerEnded(const QString &why)
{
    if (why == QLatin1String("expired"))
        return Words::tr("The offer ran out; the conversation went back to the queue.");
    if (why == QLatin1String("taken"))
        return Words::tr("A colleague took the conversation.");
    if (why == QLatin1String("requeued") || why == QLatin1String("transferred"))
        return Words::tr("The conversation was given to somebody else.");
    return {};
}

} // namespace liaison::ErrorWords
