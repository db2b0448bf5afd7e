// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/RefusalWords.h"

#include <QCoreApplication>
#include <iterator>

namespace liaison {
namespace {

struct Words
{
    const char *code;
    const char *text;
};

constexpr Words reasons[] = {
    {"forbidden", QT_TRANSLATE_NOOP("liaison::RefusalWords", "the conversation is no longer yours")},
    {"not_found", QT_TRANSLATE_NOOP("liaison::RefusalWords", "it no longer exists")},
    {"conflict", QT_TRANSLATE_NOOP("liaison::RefusalWords", "somebody was quicker, or it changed meanwhile")},
    {"too_big", QT_TRANSLATE_NOOP("liaison::RefusalWords", "it is too large")},
    {"too_old", QT_TRANSLATE_NOOP("liaison::RefusalWords", "too much time has passed")},
    {"stale_cmd", QT_TRANSLATE_NOOP("liaison::RefusalWords", "it is more than ten minutes old")},
    {"rate", QT_TRANSLATE_NOOP("liaison::RefusalWords", "too much at once; it can be tried again in a moment")},
    {"busy", QT_TRANSLATE_NOOP("liaison::RefusalWords", "the hub is busy; it can be tried again in a moment")},
    {"full", QT_TRANSLATE_NOOP("liaison::RefusalWords", "there is no room left")},
    {"invalid", QT_TRANSLATE_NOOP("liaison::RefusalWords", "the hub does not accept it")},
    {"unauthorized", QT_TRANSLATE_NOOP("liaison::RefusalWords", "you have to sign in again")},
    {"unsupported", QT_TRANSLATE_NOOP("liaison::RefusalWords", "files of this kind are not accepted")},
    {"internal", QT_TRANSLATE_NOOP("liaison::RefusalWords", "the hub met a fault of its own")},
};

constexpr Words deeds[] = {
    {"msg.send", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The message was not sent: %1.")},
    {"msg.recall", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The message was not recalled: %1.")},
    {"conv.accept", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The conversation could not be accepted: %1.")},
    {"conv.take", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The conversation could not be taken: %1.")},
    {"conv.transfer", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The transfer did not happen: %1.")},
    {"conv.park", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The conversation was not parked: %1.")},
    {"conv.resume", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The conversation was not resumed: %1.")},
    {"conv.close", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The conversation was not closed: %1.")},
    {"conv.note", QT_TRANSLATE_NOOP("liaison::RefusalWords", "The note was not added: %1.")},
};

template <std::size_t n>
const char *find(const Words (&table)[n], const QString &code)
{
    for (const Words &words : table) {
        if (code == QLatin1String(words.code))
            return words.text;
    }
    return nullptr;
}

QString refusalWords(const char *text) { return QCoreApplication::translate("liaison::RefusalWords", text); }

} // namespace

QString refusalInWords(const QString &code)
{
    const char *words = find(reasons, code);
    return words ? refusalWords(words) : code;
}

QString refusalInWords(const QString &kind, const QString &code, bool draftReturned)
{
    const char *deed = find(deeds, kind);
    QString words = refusalWords(deed ? deed : QT_TRANSLATE_NOOP("liaison::RefusalWords", "That did not work: %1."))
                        .arg(refusalInWords(code));
    if (draftReturned)
        words += u' ' + refusalWords(QT_TRANSLATE_NOOP("liaison::RefusalWords", "Your text is back in the field."));
    return words;
}

} // namespace liaison
