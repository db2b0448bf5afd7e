// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/ConversationPage.h"

#include "models/lists/CannedReplyModel.h"
#include "models/lists/MessageListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/Band.h"
#include "widgets/conversation/CloseDialog.h"
#include "widgets/conversation/Composer.h"
#include "widgets/conversation/ConversationHeader.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/conversation/MessageText.h"
#include "widgets/conversation/PictureViewer.h"
#include "widgets/conversation/RefusalWords.h"
#include "widgets/conversation/TransferDialog.h"
#include "widgets/theme/Theme.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {
namespace {

const QString lastCodeSetting = QStringLiteral("wrapup.last");

/// A name that is safe to propose in a save dialog on every system, whatever the customer called the file.
QString safeFileName(const QString &name)
{
    static const QRegularExpression bad(QStringLiteral("[\\x{0}-\\x{1F}\\x{FFFD}/\\\\:*?\"<>|]"));
    QString safe = neutralised(name);
    safe.replace(bad, QStringLiteral("_"));
    while (safe.startsWith(u'.'))
        safe.remove(0, 1);
    return safe.isEmpty() ? QStringLiteral("file") : safe.right(120);
}

} // namespace

ConversationPage::ConversationPage(Session *session, const QString &conversation, ThumbnailSource *thumbnails, QWidget *parent)
    : QWidget(parent), m_session(session), m_conversation(conversation),
      m_model(new MessageListModel(session, conversation, 100, this)), m_canned(new CannedReplyModel(session, this)),
      m_header(new ConversationHeader(this)), m_band(new Band(this)), m_view(new MessageListView(this)),
      m_typing(new QLabel(this)), m_composer(new Composer(conversation, this))
{
    // Always as high as one line, so that the messages do not move when somebody types.
    m_typing->setTextFormat(Qt::PlainText);
    m_typing->setFont(Theme::instance().font(FontRole::Secondary));
    m_typing->setContentsMargins(MessageLayout::Margin, 0, MessageLayout::Margin, 4);
    m_typing->setFixedHeight(m_typing->fontMetrics().height() + 6);
    m_typing->setAutoFillBackground(true);
    const auto colour = [this] {
        QPalette own = m_typing->palette();
        own.setColor(QPalette::Window, Theme::instance().color(Token::Window));
        own.setColor(QPalette::WindowText, Theme::instance().color(Token::Text2));
        m_typing->setPalette(own);
    };
    colour();
    connect(&Theme::instance(), &Theme::changed, this, colour);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_band);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_typing);
    layout->addWidget(m_composer);
    setFocusProxy(m_composer);

    if (const Conversation *head = session->conversation(conversation); head && session->unread(conversation) > 0)
        m_model->setUnreadFrom(head->agentMarks.read + 1);
    m_view->setThumbnails(thumbnails);
    wireView();
    wireComposer();
    wireHeader();
    wireSession();
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &ConversationPage::showHead);
    showHead();
    showTyping();
    if (session->store())
        session->store()->readSetting(lastCodeSetting, this, [this](const QString &code) { m_lastCode = code; });
}

ConversationPage::~ConversationPage() = default;

void ConversationPage::wireView()
{
    m_view->setOwnName(m_session->me().display);
    m_view->setModel(m_model);
    connect(m_model, &MessageListModel::hasOlderChanged, this, &ConversationPage::followModel);
    connect(m_model, &MessageListModel::unreadRowChanged, this, &ConversationPage::followModel);
    connect(m_model, &MessageListModel::rowsInserted, this, &ConversationPage::followModel);
    connect(m_model, &MessageListModel::loaded, this, [this] {
        followModel();
        if (!m_wantedMid.isEmpty() && m_view->scrollToMid(m_wantedMid, true))
            m_wantedMid.clear();
    });
    connect(m_view, &MessageListView::olderWanted, m_model, &MessageListModel::fetchOlder);
    connect(m_view, &MessageListView::newerWanted, m_model, &MessageListModel::fetchNewer);
    connect(m_view, &MessageListView::newestWanted, this, [this] {
        m_wantedMid.clear();
        m_view->scrollToBottom();
        m_model->loadNewest();
    });
    connect(m_view, &MessageListView::bottomReached, this, &ConversationPage::markReadIfSeen);
    connect(m_view, &MessageListView::linkActivated, this, &ConversationPage::linkActivated);
    connect(m_view, &MessageListView::openRequested, this, &ConversationPage::openFile);
    connect(m_view, &MessageListView::saveRequested, this, &ConversationPage::saveFile);
    connect(m_view, &MessageListView::retryRequested, m_session, &Session::retry);
    connect(m_view, &MessageListView::discardRequested, this, [this](const QString &mid) {
        m_session->discard(mid);
        m_composer->setDraft(m_conversation, m_session->draft(m_conversation));
    });
    connect(m_view, &MessageListView::recallRequested, this,
            [this](const QString &mid) { m_session->recall(m_conversation, mid); });
    connect(m_view, &MessageListView::revealRequested, m_model, &MessageListModel::reveal);
    connect(m_view, &MessageListView::quoteRequested, m_composer, &Composer::insertQuote);
    followModel();
}

void ConversationPage::followModel()
{
    m_view->setLoading(m_model->isLoading());
    m_view->setAtEnd(m_model->atEnd());
    m_view->setHasOlder(m_model->hasOlder());
    m_view->setUnreadRow(m_model->unreadRow());
}

void ConversationPage::wireComposer()
{
    m_composer->setDraft(m_conversation, m_session->draft(m_conversation));
    m_composer->setNoteDraft(m_session->draft(Session::noteDraftOf(m_conversation)));
    connect(m_composer, &Composer::noteEdited, this, [this](const QString &conversation, const QString &text) {
        m_session->setDraft(Session::noteDraftOf(conversation), text);
    });
    m_composer->setCannedReplies(
        m_canned, [this](const QString &typed) { m_canned->setTyped(typed); },
        [this](int row) { return m_canned->filled(m_canned->reply(row), m_conversation); });
    connect(m_composer, &Composer::cannedUsed, this, [this](int row) { m_session->noteCannedUsed(m_canned->reply(row).id); });
    connect(m_composer, &Composer::textEdited, this, [this](const QString &conversation, const QString &text) {
        m_session->setDraft(conversation, text);
        if (!text.isEmpty())
            m_session->setTyping(conversation);
    });
    connect(m_composer, &Composer::sendRequested, this, [this](const QString &conversation, const QString &text) {
        m_session->sendText(conversation, text);
        if (m_model->atEnd())
            m_view->scrollToBottom();
        else
            m_model->loadNewest();
    });
    connect(m_composer, &Composer::noteEntered, m_session, &Session::addNote);
    connect(m_composer, &Composer::sentAndNext, this, &ConversationPage::sentAndNext);
    connect(m_composer, &Composer::filesDropped, this, [this](const QString &conversation, const QStringList &paths) {
        for (const QString &path : paths) {
            m_sentPaths.insert(path);
            m_session->sendFile(conversation, path);
        }
        m_view->scrollToBottom();
    });
    connect(m_composer, &Composer::pictureDropped, this, [this](const QString &conversation, const QImage &picture) {
        const QString time = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss"));
        m_session->sendPicture(conversation, picture, tr("Picture %1.png").arg(time));
        m_view->scrollToBottom();
    });
}

void ConversationPage::wireHeader()
{
    connect(m_header, &ConversationHeader::acceptRequested, this, [this] { m_session->accept(m_conversation); });
    connect(m_header, &ConversationHeader::declineRequested, this, [this] { m_session->decline(m_conversation); });
    connect(m_header, &ConversationHeader::takeRequested, this, [this] { m_session->take(m_conversation); });
    connect(m_header, &ConversationHeader::parkRequested, this, [this] { m_session->park(m_conversation); });
    connect(m_header, &ConversationHeader::resumeRequested, this, [this] { m_session->resume(m_conversation); });
    connect(m_header, &ConversationHeader::transferRequested, this, &ConversationPage::askTransfer);
    connect(m_header, &ConversationHeader::closeRequested, this, &ConversationPage::askClose);
}

void ConversationPage::wireSession()
{
    const auto head = [this](const QString &id) {
        if (id != m_conversation)
            return;
        showHead();
        showTyping();
        // A text that came back must be seen here, or the next key typed would write over it.
        m_composer->setDraft(m_conversation, m_session->draft(m_conversation));
        markReadIfSeen(); // what was seen while it was only offered counts as read once it is ours
    };
    connect(m_session, &Session::conversationChanged, this, head);
    connect(m_session, &Session::conversationAdded, this, head); // of an old one the head is read after it is opened
    connect(m_session, &Session::messagesArrived, this, [this](const QString &id) {
        if (id == m_conversation)
            markReadIfSeen();
    });
    connect(m_session, &Session::syncChanged, this, [this] { m_composer->setOffline(m_session->sync().offlineSince > 0); });
    m_composer->setOffline(m_session->sync().offlineSince > 0);
    connect(m_session, &Session::refused, this,
            [this](const QString &kind, const QString &id, const QString &code, bool draftReturned) {
                if (id != m_conversation)
                    return;
                if (draftReturned)
                    m_composer->setDraft(m_conversation, m_session->draft(m_conversation));
                showTrouble(refusalInWords(kind, code, draftReturned));
            });
    connect(m_session, &Session::fileRefused, this, [this](const QString &path, const QString &code) {
        if (m_sentPaths.remove(path))
            showTrouble(tr("%1 was not sent: %2.").arg(neutralised(QFileInfo(path).fileName()), refusalInWords(code)));
    });
    connect(m_band, &Band::closed, this, [this] { m_band->showText({}, Band::Tone::Information); });
}

void ConversationPage::showTrouble(const QString &words) { m_band->showText(words, Band::Tone::Caution, {}, true); }

void ConversationPage::showHead()
{
    const Conversation *head = m_session->conversation(m_conversation);
    if (!head) {
        // Only in the store, an old hit of a search: its head is on its way, and there is nobody to answer.
        m_composer->setClosedWords(tr("This conversation is closed"));
        return;
    }
    qint64 target = 60'000;
    for (const Queue &queue : m_session->queues()) {
        if (queue.id == head->queue)
            target = qint64(queue.targetSeconds) * 1000;
    }
    m_header->show(*head, m_session->hubNow(), target);
    m_composer->setCustomerName(head->customerName);
    switch (head->state) {
    case ConversationState::Offered: m_composer->setClosedWords(tr("Accept the conversation to answer")); break;
    case ConversationState::Waiting: m_composer->setClosedWords(tr("Take the conversation to answer")); break;
    case ConversationState::Wrapup: m_composer->setClosedWords(tr("The chat has ended: close it with a wrap-up code")); break;
    case ConversationState::Closed: m_composer->setClosedWords(tr("This conversation is closed")); break;
    case ConversationState::Active:
    case ConversationState::Parked: m_composer->setClosedWords({}); break;
    }
}

void ConversationPage::showTyping()
{
    const Conversation *head = m_session->conversation(m_conversation);
    const bool typing = head && m_session->isTyping(m_conversation);
    m_typing->setText(typing ? tr("%1 is typing…").arg(head->customerName) : QString());
}

void ConversationPage::markReadIfSeen()
{
    if (isVisible() && isActiveWindow() && m_view->isAtBottom())
        m_session->markRead(m_conversation);
}

void ConversationPage::showMessage(const QString &mid, qint64 cseq)
{
    if (m_view->scrollToMid(mid, true))
        return;
    m_wantedMid = mid;
    m_model->loadAround(cseq);
}

std::optional<FileRef> ConversationPage::fileOf(const QString &mid, MessageKind *kind) const
{
    const int row = m_model->rowOf(mid);
    if (row < 0)
        return {};
    const QModelIndex index = m_model->index(row, 0);
    if (kind)
        *kind = static_cast<MessageKind>(index.data(MessageRole::Kind).toInt());
    const QVariant file = index.data(MessageRole::File);
    return file.canConvert<FileRef>() ? std::optional(file.value<FileRef>()) : std::nullopt;
}

void ConversationPage::openFile(const QString &mid)
{
    MessageKind kind = MessageKind::File;
    const std::optional<FileRef> file = fileOf(mid, &kind);
    if (!file)
        return;
    if (kind != MessageKind::Picture) {
        saveAs(*file);
        return;
    }
    auto *viewer = new PictureViewer(neutralised(file->name), this);
    connect(viewer, &PictureViewer::saveRequested, this, [this, file] { saveAs(*file); });
    m_session->fetchFileData(*file, false, viewer, [viewer](const QByteArray &bytes, const QString &error) {
        if (bytes.isEmpty())
            viewer->showTrouble(error);
        else
            viewer->showData(bytes);
    });
    viewer->show();
}

bool ConversationPage::isBusy() const
{
    const QWidgetList inside = findChildren<QWidget *>();
    return m_downloads > 0 || m_composer->holdsAttachment() ||
           std::any_of(inside.cbegin(), inside.cend(), [](const QWidget *one) { return one->isWindow() && one->isVisible(); });
}

void ConversationPage::saveFile(const QString &mid)
{
    if (const std::optional<FileRef> file = fileOf(mid))
        saveAs(*file);
}

void ConversationPage::saveAs(const FileRef &file)
{
    auto *dialog = new QFileDialog(this, tr("Save as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(safeFileName(file.name));
    connect(dialog, &QFileDialog::fileSelected, this, [this, file](const QString &path) {
        ++m_downloads;
        m_session->saveFile(file, path, this, [this](const QString &error) {
            --m_downloads;
            if (!error.isEmpty())
                showTrouble(tr("The file was not saved: %1").arg(error));
        });
    });
    dialog->open();
}

void ConversationPage::askTransfer()
{
    const Conversation *head = m_session->conversation(m_conversation);
    if (!head)
        return;
    auto *dialog = new TransferDialog(head->customerName, m_session->queues(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_session->askAgents(dialog, [this, dialog](const QList<Agent> &agents, const QString &error) {
        QList<Agent> others;
        for (const Agent &agent : agents) {
            if (agent.id != m_session->me().id)
                others.append(agent);
        }
        dialog->setAgents(others, error);
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        if (!dialog->agent().isEmpty())
            m_session->transferToAgent(m_conversation, dialog->agent(), dialog->note());
        else if (!dialog->queue().isEmpty())
            m_session->transferToQueue(m_conversation, dialog->queue(), dialog->note());
    });
    dialog->open();
}

void ConversationPage::askClose()
{
    const Conversation *head = m_session->conversation(m_conversation);
    if (!head)
        return;
    auto *dialog = new CloseDialog(head->customerName, m_session->wrapupCodes(), m_lastCode, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        if (dialog->code().isEmpty())
            return;
        m_lastCode = dialog->code();
        if (m_session->store())
            m_session->store()->putSetting(lastCodeSetting, m_lastCode);
        m_session->close(m_conversation, dialog->code(), dialog->note());
    });
    dialog->open();
}

void ConversationPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showHead();
    m_tick.start();
    markReadIfSeen();
}

void ConversationPage::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

void ConversationPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ActivationChange)
        markReadIfSeen();
    QWidget::changeEvent(event);
}

} // namespace liaison
