// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QWidget>
#include <functional>

class QAbstractItemModel;
class QLabel;
class QPushButton;
class QToolButton;
class QHBoxLayout;

namespace liaison {

class AttachmentBar;
class CannedPopup;
class ComposerEdit;
class ElidedLabel;

/// Where an answer is written. Bound to one conversation for life: every signal carries its id, so text can never go to another
/// customer. A reply and an internal note are two texts with two paths: in note mode nothing can reach the customer. GUI thread.
class Composer : public QWidget
{
    Q_OBJECT
public:
    static constexpr int MaxLength = 8000; ///< characters the hub takes
    static constexpr int CountFrom = 7000; ///< from here the count is shown

    explicit Composer(const QString &conversationId, QWidget *parent = nullptr);

    const QString &conversation() const { return m_conversation; }
    void setCustomerName(const QString &name);
    /// The canned replies: a model with CannedReplyModel's roles (not owned), how to narrow it, and a row's text filled in.
    void setCannedReplies(QAbstractItemModel *model, std::function<void(const QString &typed)> narrow,
                          std::function<QString(int row)> filled);
    /// Up to three ready answers above the text, Alt+1 … Alt+3.
    void setSuggestions(const QStringList &texts);
    /// Puts the stored draft of the reply into the field. Ignored for another conversation's id;
    /// while an input method composes, what is new in it comes to stand in front of the words when that ends.
    void setDraft(const QString &conversation, const QString &text);
    /// Puts the stored, unfinished note behind the note button; for a composer that was just made.
    /// A file or picture waits for the agent's yes.
    bool holdsAttachment() const;
    void setNoteDraft(const QString &text);
    void setOffline(bool offline);
    /// Empty words: one can write. Otherwise the composer says why not.
    void setClosedWords(const QString &words);

    void setNoteMode(bool note);
    bool isNoteMode() const { return m_note; }
    QString text() const;
    void clearReply(); ///< after it was handed over
    void insertText(const QString &text);
    void insertQuote(const QString &author, const QString &text);
    /// Asks before anything is sent.
    void offerFiles(const QStringList &paths);
    void offerPicture(const QImage &picture);
    ComposerEdit *edit() const { return m_edit; }

signals:
    void sendRequested(const QString &conversation, const QString &text);
    void sentAndNext(const QString &conversation); ///< after sendRequested or noteEntered, by Ctrl+Enter
    void noteEntered(const QString &conversation, const QString &text);
    void textEdited(const QString &conversation, const QString &text);        ///< of the reply, for the draft and the typing mark
    void noteEdited(const QString &conversation, const QString &text);        ///< of the note, kept apart from the reply's draft
    void filesDropped(const QString &conversation, const QStringList &paths); ///< confirmed
    void pictureDropped(const QString &conversation, const QImage &picture);  ///< confirmed
    void cannedUsed(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QToolButton *makeTool(int icon, const QString &name);
    void makeToolbar(QHBoxLayout *row);
    void submit(bool andNext);
    void onTextChanged();
    void lookForCanned();
    void onComposingEnded();
    void insertCanned(int row);
    void showState();
    QString unfinishedCanned() const;

    const QString m_conversation;
    QString m_customer;
    bool m_note = false;
    bool m_offline = false;
    QString m_closedWords;
    QString m_otherText;    ///< the note while a reply is written, the reply while a note is
    QString m_cameInFront;  ///< of a draft that was given back while an input method composed
    QString m_draftInFront; ///< that whole draft
    bool m_setting = false;
    QStringList m_suggestions;
    std::function<void(const QString &)> m_narrow;
    std::function<QString(int)> m_filled;

    AttachmentBar *m_attachments;
    QWidget *m_suggestionRow;
    QWidget *m_box;
    QLabel *m_noteWords;
    ComposerEdit *m_edit;
    QToolButton *m_noteButton = nullptr;
    QList<QToolButton *> m_replyTools;
    ElidedLabel *m_hint;
    QPushButton *m_send;
    CannedPopup *m_popup = nullptr;
};

} // namespace liaison
