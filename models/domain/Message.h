// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QString>
#include <optional>

namespace liaison {

/// Which side of a conversation something comes from.
enum class Side { Customer, Agent, Hub };
QString toString(Side side);
Side sideFromString(QStringView text);

/// What a message carries. Notes are internal: a customer's link never receives one.
enum class MessageKind { Text, Picture, File, Note, System };
QString toString(MessageKind kind);
MessageKind messageKindFromString(QStringView text);

/// A file kept by the hub and fetched over HTTP (docs/protocol.md, 8). Sizes in bytes and pixels.
struct FileRef
{
    QString id;
    QString name;
    QString mime;
    qint64 size = 0;
    int width = 0;
    int height = 0;

    QJsonObject toJson() const;
    static FileRef fromJson(const QJsonObject &json);
    friend bool operator==(const FileRef &, const FileRef &) = default;
};

/// One message as the hub numbered it: `msg` of docs/protocol.md. A plain value.
struct Message
{
    QString mid; ///< unique; the cid of the command that sent it
    QString conversation;
    qint64 cseq = 0; ///< order within the conversation; 0 while it only waits in the outbox
    MessageKind kind = MessageKind::Text;
    Side side = Side::Customer;
    QString by; ///< principal of the author, written form
    QString byName;
    qint64 at = 0;    ///< hub UTC ms, for display only
    QString text;     ///< for System: a code such as "assigned"
    QJsonObject args; ///< for System: what the sentence names
    std::optional<FileRef> file;
    bool recalled = false;

    QJsonObject toJson() const;
    static Message fromJson(const QJsonObject &json);
    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace liaison
