// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/RowText.h"

#include "models/domain/Names.h"
#include "models/store/Segmenter.h"

#include <QJsonDocument>
#include <QUuid>

namespace liaison {

namespace {
constexpr Name<OutboxEntry::State> stateNames[] = {{OutboxEntry::State::Waiting, "waiting"},
                                                   {OutboxEntry::State::Sent, "sent"},
                                                   {OutboxEntry::State::Failed, "failed"},
                                                   {OutboxEntry::State::NeedsConfirmation, "confirm"}};
constexpr int uuidBytes = 16;
} // namespace

QString RowText::json(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject RowText::object(const QString &json) { return QJsonDocument::fromJson(json.toUtf8()).object(); }

QByteArray RowText::midToBytes(const QString &mid)
{
    const QUuid uuid = QUuid::fromString(mid);
    if (!uuid.isNull() && uuid.toString(QUuid::WithoutBraces) == mid)
        return uuid.toRfc4122();
    // Any other id is led by a mark and, if that made it as long as a UUID's bytes, ended by another.
    QByteArray bytes = '#' + mid.toUtf8();
    if (bytes.size() == uuidBytes)
        bytes.append('#');
    return bytes;
}

QString RowText::midFromBytes(const QByteArray &bytes)
{
    if (bytes.size() == uuidBytes)
        return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
    const bool marked = bytes.size() == uuidBytes + 1 && bytes.endsWith('#');
    return QString::fromUtf8(marked ? bytes.mid(1, uuidBytes - 1) : bytes.mid(1));
}

QString RowText::toString(OutboxEntry::State state) { return nameOf(stateNames, state); }

OutboxEntry::State RowText::stateFromString(const QString &text)
{
    return valueOf(stateNames, text, OutboxEntry::State::Waiting);
}

void RowText::bindOutbox(Statement &statement, const OutboxEntry &entry)
{
    statement.bind(entry.cid).bind(entry.kind).bind(entry.conversation).bind(entry.version).bind(entry.at);
    statement.bind(json(entry.body)).bind(entry.filePath).bind(toString(entry.state)).bind(entry.confirmed ? 1 : 0);
    statement.bind(entry.error);
}

OutboxEntry RowText::outboxFrom(const Statement &row)
{
    OutboxEntry entry;
    entry.cid = row.text(0);
    entry.kind = row.text(1);
    entry.conversation = row.text(2);
    entry.version = row.number(3);
    entry.at = row.number(4);
    entry.body = object(row.text(5));
    entry.filePath = row.text(6);
    entry.state = stateFromString(row.text(7));
    entry.confirmed = row.number(8) != 0;
    entry.error = row.text(9);
    return entry;
}

QString RowText::searchText(const Message &message)
{
    if (message.recalled || message.kind == MessageKind::System)
        return {};
    return Segmenter::segments(message.file ? message.text + QLatin1Char(' ') + message.file->name : message.text);
}

QString RowText::searchText(const QString &text, const QString &extra)
{
    const QJsonValue file = extra.isEmpty() ? QJsonValue() : object(extra).value(QLatin1String("file"));
    return file.isObject() ? text + QLatin1Char(' ') + file[QLatin1String("name")].toString() : text;
}

} // namespace liaison
