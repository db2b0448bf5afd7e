// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QAbstractListModel>
#include <memory>

namespace liaison {

class Session;

/// State of a message as its bubble shows it.
enum class BubbleState { None, Sending, Sent, Delivered, Read, Failed, NeedsConfirmation, TooOld };

/// Roles of every model that the message list view shows; a test may implement them over anything.
namespace MessageRole {
enum Role {
    Mid = Qt::UserRole + 1, ///< QString, stable identity of the row (anchor)
    Cseq,                   ///< qint64, 0 while only in the outbox
    Kind,                   ///< int(MessageKind)
    Side,                   ///< int(liaison::Side)
    AuthorName,             ///< QString
    At,                     ///< qint64 UTC ms
    Text,                   ///< QString, plain text, never markup
    SystemText,             ///< QString, a System message in the agent's language
    File,                   ///< QVariant of FileRef, invalid if none
    State,                  ///< int(BubbleState)
    Error,                  ///< QString, words for Failed
    UploadPercent,          ///< int, -1 none
    LocalFile,              ///< QString path of a picture to show at once
    Recalled,               ///< bool
    Masked                  ///< bool, something in it is hidden and may be shown: reveal()
};
}

/// One conversation's messages, ascending, as a slice of the store around a position, with the outbox's own at the end.
/// Rows are added at both ends on demand (fetchOlder, fetchNewer); while `atEnd()` new messages are appended. GUI thread.
class MessageListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    /// `slice`: rows read at a time.
    MessageListModel(Session *session, const QString &conversation, int slice = 100, QObject *parent = nullptr);
    ~MessageListModel() override;

    const QString &conversation() const;
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    bool hasOlder() const;  ///< more before the first row, here or in the hub
    bool atEnd() const;     ///< the last row is the newest message
    bool isLoading() const; ///< the first slice is not there yet
    void fetchOlder();
    void fetchNewer();
    /// Replaces the slice by the newest one / one around `cseq` (a search hit); `loaded` follows.
    void loadNewest();
    void loadAround(qint64 cseq);
    /// Row of a mid, -1 if not in the slice.
    int rowOf(const QString &mid) const;
    /// Shows what is hidden in a message, until the conversation is opened the next time; nothing where that is not allowed.
    void reveal(const QString &mid);
    /// First row that was unread when the conversation was opened, -1 if none: the unread line.
    int unreadRow() const;
    void setUnreadFrom(qint64 cseq);

signals:
    void loaded();
    void hasOlderChanged();
    void unreadRowChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace liaison

Q_DECLARE_METATYPE(liaison::FileRef)
