// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QSet>
#include <QTimer>
#include <QUrl>
#include <QWidget>
#include <memory>

class QLabel;

namespace liaison {

class Band;
class CannedReplyModel;
class Composer;
class ConversationHeader;
class MessageListModel;
class MessageListView;
class Session;
class ThumbnailSource;

/// One conversation at work: its head, its messages, who is typing, and where the answer is written. Wired to the session for the
/// life of one conversation; another conversation is another page. GUI thread; the session is not owned.
class ConversationPage : public QWidget
{
    Q_OBJECT
public:
    /// `thumbnails`: shared with the other pages, not owned; null for none.
    ConversationPage(Session *session, const QString &conversation, ThumbnailSource *thumbnails, QWidget *parent = nullptr);
    ~ConversationPage() override;

    const QString &conversation() const { return m_conversation; }
    MessageListView *view() const { return m_view; }
    Composer *composer() const { return m_composer; }
    ConversationHeader *header() const { return m_header; }
    /// A search hit: the slice around it is loaded if it is not there, then it is shown on a soft tint.
    void showMessage(const QString &mid, qint64 cseq);
    void askTransfer();
    void askClose();
    /// Whether something would be lost or cut short if the page went now: a file or picture that is not sent yet, a download, an open
    /// dialog or picture. Drafts are the session's and outlive the page.
    bool isBusy() const;

signals:
    void sentAndNext(const QString &conversation);
    void linkActivated(const QUrl &url); ///< clicked; the window asks before it opens anything

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void wireView();
    void wireComposer();
    void wireHeader();
    void wireSession();
    void followModel();
    void showHead();
    void showTyping();
    void markReadIfSeen();
    void openFile(const QString &mid);
    void saveFile(const QString &mid);
    void saveAs(const FileRef &file);
    void showTrouble(const QString &words);
    std::optional<FileRef> fileOf(const QString &mid, MessageKind *kind = nullptr) const;

    Session *m_session;
    const QString m_conversation;
    MessageListModel *m_model;
    CannedReplyModel *m_canned;
    ConversationHeader *m_header;
    Band *m_band;
    MessageListView *m_view;
    QLabel *m_typing;
    Composer *m_composer;
    QTimer m_tick;
    QString m_wantedMid;
    QString m_lastCode;
    int m_downloads = 0;
    QSet<QString> m_sentPaths; ///< to know whose refusal comes back
};

} // namespace liaison
