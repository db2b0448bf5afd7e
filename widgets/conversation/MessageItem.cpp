// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageItem.h"

#include "widgets/conversation/MessageText.h"
#include "widgets/conversation/RefusalWords.h"

#include <QCoreApplication>
#include <QDateTime>

namespace liaison {
namespace {

QString itemWords(const char *text) { return QCoreApplication::translate("liaison::MessageItem", text); }

} // namespace

MessageItem MessageItem::fromIndex(const QModelIndex &index)
{
    MessageItem item;
    item.mid = index.data(MessageRole::Mid).toString();
    item.kind = static_cast<MessageKind>(index.data(MessageRole::Kind).toInt());
    item.side = static_cast<Side>(index.data(MessageRole::Side).toInt());
    item.author = neutralisedLine(index.data(MessageRole::AuthorName).toString());
    item.at = index.data(MessageRole::At).toLongLong();
    if (item.kind == MessageKind::System)
        item.systemText = neutralised(index.data(MessageRole::SystemText).toString());
    else // of a system message only the code is a text
        item.written = neutralised(index.data(MessageRole::Text).toString());
    item.text = withTrueHosts(item.written);
    const QVariant file = index.data(MessageRole::File);
    if (file.canConvert<FileRef>()) {
        item.file = file.value<FileRef>();
        item.file->name = neutralisedLine(item.file->name);
    }
    item.state = static_cast<BubbleState>(index.data(MessageRole::State).toInt());
    item.error = refusalInWords(neutralised(index.data(MessageRole::Error).toString()));
    const QVariant upload = index.data(MessageRole::UploadPercent);
    item.uploadPercent = upload.isValid() ? upload.toInt() : -1;
    item.localFile = index.data(MessageRole::LocalFile).toString();
    item.recalled = index.data(MessageRole::Recalled).toBool();
    return item;
}

bool MessageItem::needsAgent() const
{
    return state == BubbleState::Failed || state == BubbleState::NeedsConfirmation || state == BubbleState::TooOld;
}

QString MessageItem::words() const
{
    if (recalled)
        return itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Message recalled"));
    if (kind == MessageKind::System)
        return systemText;
    if (!file)
        return text;
    const QString named = kind == MessageKind::Picture ? itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "[Picture] %1"))
                                                       : itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "[File] %1"));
    return text.isEmpty() ? named.arg(file->name) : named.arg(file->name) + u'\n' + text;
}

QString MessageItem::stateWords() const
{
    switch (state) {
    case BubbleState::None: return {};
    case BubbleState::Sending: return itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Sending"));
    case BubbleState::Sent: return itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Sent"));
    case BubbleState::Delivered: return itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Delivered"));
    case BubbleState::Read: return itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Read"));
    case BubbleState::Failed: return itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Not sent"));
    case BubbleState::NeedsConfirmation:
    case BubbleState::TooOld: return itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Waits for your word"));
    }
    return {};
}

QString MessageItem::time() const
{
    return at > 0 ? QDateTime::fromMSecsSinceEpoch(at).toString(QStringLiteral("HH:mm")) : QString();
}

QString MessageItem::spoken() const
{
    if (kind == MessageKind::System)
        return QStringLiteral("%1, %2").arg(time(), systemText);
    const QString who = kind == MessageKind::Note
                            ? itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "Internal note by %1")).arg(author)
                            : author;
    QString said = itemWords(QT_TRANSLATE_NOOP("liaison::MessageItem", "%1, %2: %3")).arg(who, time(), words());
    if (const QString state_ = stateWords(); !state_.isEmpty())
        said += QStringLiteral(", ") + state_.toLower();
    if (state == BubbleState::Failed && !error.isEmpty())
        said += QStringLiteral(": ") + error;
    return said;
}

} // namespace liaison
