// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/MainWindow.h"
#include "models/lists/ConversationListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/Band.h"
#include "widgets/controls/IconButton.h"
#include "widgets/controls/SearchField.h"
#include "widgets/conversation/RefusalWords.h"
#include "widgets/customer/CustomersPage.h"
#include "widgets/customer/ProfilePanel.h"
#include "widgets/settings/Preferences.h"
#include "widgets/settings/SettingsDialog.h"
#include "widgets/shell/ConfirmOldDialog.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ConversationListPanel.h"
#include "widgets/shell/ConversationTabs.h"
#include "widgets/shell/OfferCard.h"
#include "widgets/shell/SearchPopup.h"
#include "widgets/shell/ShortcutsDialog.h"
#include "widgets/shell/SoundPlayer.h"
#include "widgets/shell/SyncBar.h"
#include "widgets/shell/TopBar.h"
#include "widgets/shell/UpdateBar.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDateTime>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace liaison {

namespace {
constexpr int listWidth = 316;
constexpr int profileWidth = 344;
constexpr int offerGap = 8;
/// A link that is away for a blink needs no words.
constexpr qint64 quietOfflineMs = 3000;
/// Long enough to read a line twice; the list shows the same.
constexpr int passingNoticeMs = 15'000;
} // namespace

MainWindow::MainWindow(Session *session, Preferences *preferences, QWidget *parent)
    : QMainWindow(parent), m_session(session), m_preferences(preferences), m_model(new ConversationListModel(session, this)),
      m_sounds(new SoundPlayer(preferences, this))
{
    setWindowIcon(QIcon(QStringLiteral(":/app/liaison.svg")));
    setMinimumSize(640, 480);
    build();
    wireSession();
    addShortcuts();
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::onTick);
    m_tick.start();
    resize(1400, 880);
    restoreGeometry(m_preferences->value(QStringLiteral("window/geometry")).toByteArray());
    m_splitter->restoreState(m_preferences->value(QStringLiteral("window/splitter")).toByteArray());
    updateTitle();
    fold();
    onReady();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    auto *centre = new QWidget(this);
    setCentralWidget(centre);
    m_top = new TopBar(m_session, centre);
    m_linkBand = new Band(centre);
    m_storeBand = new Band(centre);
    m_notice = new Band(centre);
    m_update = new UpdateBar(centre);
    connect(m_update, &UpdateBar::nowWanted, this, &MainWindow::askUpdateNow);
    connect(m_notice, &Band::actionTriggered, this, [this] { QApplication::clipboard()->setText(m_returned); });
    m_rail = new Rail(centre);
    m_pages = new QStackedWidget(centre);
    m_splitter = new QSplitter(Qt::Horizontal, m_pages);
    m_splitter->setChildrenCollapsible(false);
    m_list = new ConversationListPanel(m_session, m_model, m_splitter);
    m_area = new ConversationArea(m_session, m_model, m_splitter);
    m_profile = new ProfilePanel(m_session, m_splitter);
    m_list->setMinimumWidth(240);
    m_area->setMinimumWidth(380);
    m_profile->setMinimumWidth(280);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_area);
    m_splitter->addWidget(m_profile);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({listWidth, 700, profileWidth});
    m_customers = new CustomersPage(m_session, m_pages);
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_customers);
    m_sync = new SyncBar(m_session, centre);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_pages, 1);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    for (Band *band : {m_storeBand, m_linkBand, m_notice, static_cast<Band *>(m_update)})
        column->addWidget(band);
    column->addLayout(middle, 1);
    column->addWidget(m_sync);
    m_search = new SearchPopup(m_session, m_top->search(), centre);

    connect(m_rail, &Rail::pageChosen, this, &MainWindow::showPage);
    connect(m_list, &ConversationListPanel::opened, this, &MainWindow::openConversation);
    connect(m_area, &ConversationArea::currentChanged, this, [this](const QString &id) {
        m_profile->setConversation(id);
        m_list->select(id);
        if (m_restored)
            remember(); // not only at the end: a machine may be switched off
    });
    connect(m_area, &ConversationArea::sentAndNext, this, &MainWindow::goToNext);
    connect(m_area->tabs(), &ConversationTabs::arrangementChanged, this, &MainWindow::remember);
    connect(m_area->listButton(), &IconButton::clicked, this, [this] {
        (width() < ListFoldsBelow ? m_listWanted : m_listHidden) ^= true;
        fold();
    });
    connect(m_area->profileButton(), &IconButton::clicked, this, [this] {
        (width() < ProfileFoldsBelow ? m_profileWanted : m_profileHidden) ^= true;
        fold();
    });
    connect(m_profile, &ProfilePanel::conversationOpened, this, &MainWindow::openConversation);
    connect(m_search, &SearchPopup::chosen, this, [this](const QString &id, qint64 cseq, const QString &mid) {
        showPage(Rail::Page::Conversations);
        m_area->openAt(id, mid, cseq);
        m_top->search()->clear();
    });
    connect(m_top, &TopBar::signOutWanted, this, &MainWindow::signOutWanted);
    connect(m_top, &TopBar::shortcutsWanted, this, [this] { ShortcutsDialog(this).exec(); });
    connect(m_linkBand, &Band::actionTriggered, this, [this] {
        if (m_session->sync().signInNeeded)
            emit signInWanted();
        else
            m_session->retryLink();
    });
    connect(m_sounds, &SoundPlayer::noDevice, this,
            [this] { say(tr("This machine has no sound output, so offers are only shown. Plug in a headset to hear them.")); });
}

void MainWindow::wireSession()
{
    m_passing.setSingleShot(true);
    m_passing.setInterval(passingNoticeMs);
    connect(&m_passing, &QTimer::timeout, m_notice, &QWidget::hide);
    connect(m_session, &Session::ready, this, &MainWindow::onReady);
    connect(m_session, &Session::reset, this, [this] {
        // A snapshot replaced everything: offers that are gone must not stay on the screen.
        const QList<OfferCard *> shown = m_offers;
        for (const OfferCard *card : shown) {
            const Conversation *head = m_session->conversation(card->conversation());
            if (!head || head->state != ConversationState::Offered)
                removeOffer(QString(card->conversation()));
        }
        onReady();
    });
    connect(m_session, &Session::offered, this, &MainWindow::onOffered);
    connect(m_session, &Session::offerEnded, this, [this](const QString &id, const QString &why) {
        removeOffer(id);
        if (why == QLatin1String("expired"))
            sayInPassing(tr("An offer ran out; the conversation went back to the queue."));
        else if (why == QLatin1String("taken"))
            sayInPassing(tr("A colleague took the conversation."));
    });
    connect(m_session, &Session::conversationRemoved, this, &MainWindow::removeOffer);
    connect(m_session, &Session::conversationChanged, this, [this](const QString &id) {
        const Conversation *head = m_session->conversation(id);
        const bool wasOffered =
            std::any_of(m_offers.cbegin(), m_offers.cend(), [&](const OfferCard *card) { return card->conversation() == id; });
        if (!head || head->state == ConversationState::Offered || !wasOffered)
            return;
        removeOffer(id);
        // Accepted: on top at once, unless an answer is just being written elsewhere.
        if (head->state == ConversationState::Active && head->agent == m_session->me().id) {
            if (m_area->current().isEmpty() || m_session->draft(m_area->current()).isEmpty())
                openConversation(id);
        }
    });
    connect(m_session, &Session::conversationAdded, this, [this](const QString &id) {
        const Conversation *head = m_session->conversation(id);
        // Opened from the customers' page: that is where the agent is looking.
        if (head && head->state == ConversationState::Active && head->agent == m_session->me().id &&
            m_pages->currentWidget() == m_customers)
            openConversation(id);
    });
    connect(m_session, &Session::messagesArrived, this, [this](const QString &id, const QList<Message> &messages) {
        const bool fromCustomer = std::any_of(messages.cbegin(), messages.cend(),
                                              [](const Message &message) { return message.side == Side::Customer; });
        const Conversation *head = m_session->conversation(id);
        if (!fromCustomer || !head || head->state == ConversationState::Offered || (id == m_area->current() && isActiveWindow()))
            return;
        // Fifty customers at once must not become one long tone.
        if (!m_sinceSound.isValid() || m_sinceSound.elapsed() > 3000) {
            m_sinceSound.restart();
            m_sounds->playMessage();
        }
        QApplication::alert(this);
    });
    connect(m_session, &Session::refused, this,
            [this](const QString &kind, const QString &id, const QString &code, bool returned) {
                if (returned && !m_session->conversation(id)) {
                    sayReturned(m_session->draft(id));
                    return;
                }
                // A page says what concerns its own conversation; the rest is said here.
                if (id.isEmpty() || id != m_area->current())
                    say(refusalInWords(kind, code, returned));
            });
    // Queued: asked from within the hub's frame, the link would stand still while the agent thinks.
    connect(
        m_session, &Session::confirmationNeeded, this,
        [this](const QStringList &cids) { ConfirmOldDialog(m_session, cids, this).exec(); }, Qt::QueuedConnection);
    connect(m_session, &Session::syncChanged, this, &MainWindow::updateBands);
    connect(m_session, &Session::meChanged, this, &MainWindow::updateTitle);
    connect(m_model, &ConversationListModel::countsChanged, this, &MainWindow::updateTitle);
    connect(m_session, &Session::queuesChanged, this, &MainWindow::updateTitle);
}

void MainWindow::onReady()
{
    if (m_restored || m_session->conversations().isEmpty())
        return;
    m_restored = true;
    m_area->restore(m_preferences->value(key(QStringLiteral("tabs"))).toStringList(),
                    m_preferences->value(key(QStringLiteral("pinned"))).toStringList(),
                    m_preferences->value(key(QStringLiteral("current"))).toString());
    if (!m_area->current().isEmpty())
        m_area->focusComposer();
    for (const Conversation &conversation : m_session->conversations()) {
        const bool shown = std::any_of(m_offers.cbegin(), m_offers.cend(),
                                       [&](const OfferCard *card) { return card->conversation() == conversation.id; });
        if (conversation.state == ConversationState::Offered && conversation.offer && !shown)
            onOffered(conversation.id);
    }
}

QString MainWindow::key(const QString &name) const { return QStringLiteral("tabs-%1/%2").arg(m_session->me().id, name); }

void MainWindow::remember()
{
    if (!m_restored && m_area->tabs()->count() == 0)
        return;
    m_preferences->setValue(key(QStringLiteral("tabs")), m_area->tabs()->conversations());
    m_preferences->setValue(key(QStringLiteral("pinned")), m_area->tabs()->pinned());
    m_preferences->setValue(key(QStringLiteral("current")), m_area->current());
}

void MainWindow::openConversation(const QString &conversation)
{
    showPage(Rail::Page::Conversations);
    m_restored = true;
    m_area->open(conversation);
    const Conversation *head = m_session->conversation(conversation);
    if (head && head->state == ConversationState::Active)
        m_area->focusComposer();
}

void MainWindow::showPage(Rail::Page page)
{
    if (page == Rail::Page::Settings) {
        openSettings();
        return;
    }
    m_rail->setPage(page);
    m_pages->setCurrentWidget(page == Rail::Page::Customers ? static_cast<QWidget *>(m_customers) : m_splitter);
    if (page == Rail::Page::Queue)
        m_list->setView(ConversationListPanel::View::Queue);
    else if (page == Rail::Page::Conversations && m_list->view() == ConversationListPanel::View::Queue)
        m_list->setView(ConversationListPanel::View::NeedsMe);
}

void MainWindow::openSettings()
{
    // Never on the stack: another language makes this window anew while the dialog is open.
    auto *dialog = new SettingsDialog(m_preferences, m_session, m_updates, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::soundTried, m_sounds, &SoundPlayer::playOffer);
    connect(dialog, &QDialog::finished, this, [this] {
        m_rail->setPage(m_pages->currentWidget() == m_customers                ? Rail::Page::Customers
                        : m_list->view() == ConversationListPanel::View::Queue ? Rail::Page::Queue
                                                                               : Rail::Page::Conversations);
    });
    dialog->open();
}

void MainWindow::say(const QString &text)
{
    m_passing.stop();
    m_returned.clear();
    m_notice->showText(text, Band::Tone::Information, {}, true);
}

void MainWindow::sayInPassing(const QString &text)
{
    if (!m_returned.isEmpty() && m_notice->isVisible())
        return; // what the agent wrote and nobody got is worth more than this
    say(text);
    m_passing.start();
}

void MainWindow::sayReturned(const QString &text)
{
    m_passing.stop();
    m_returned = text;
    m_notice->showText(tr("This was not sent, because the conversation is no longer yours: %1").arg(text.simplified()),
                       Band::Tone::Caution, tr("Copy the text"), true);
}

void MainWindow::onOffered(const QString &conversation)
{
    removeOffer(conversation);
    auto *card = new OfferCard(m_session, conversation, centralWidget());
    m_offers << card;
    placeOffers();
    m_sounds->playOffer();
    QApplication::alert(this);
    // Who it is stands on the right at once, if nobody else is being looked at.
    if (m_area->current().isEmpty())
        m_profile->setConversation(conversation);
}

void MainWindow::removeOffer(const QString &conversation)
{
    for (qsizetype i = m_offers.size() - 1; i >= 0; --i) {
        if (m_offers[i]->conversation() == conversation)
            m_offers.takeAt(i)->deleteLater();
    }
    placeOffers();
}

void MainWindow::placeOffers()
{
    // One card, the one that runs out first: a pile of them would cover what is being worked on. The list has them all on top.
    for (OfferCard *card : m_offers)
        card->setVisible(card == m_offers.first());
    if (m_offers.isEmpty())
        return;
    OfferCard *card = m_offers.first();
    card->setMore(int(m_offers.size()) - 1);
    card->adjustSize();
    card->move(centralWidget()->width() - card->width() - 8, m_top->height() + offerGap);
    card->raise();
}

void MainWindow::onTick()
{
    m_list->tick();
    m_area->tick();
    m_sync->tick();
    const QList<OfferCard *> offers = m_offers;
    for (OfferCard *card : offers) {
        card->tick();
        // Without a link nobody says that it ran out; the card would stand there for ever.
        if (card->isOver())
            removeOffer(QString(card->conversation()));
    }
    updateTitle();
    updateBands();
}

void MainWindow::updateBands()
{
    const SyncState sync = m_session->sync();
    m_storeBand->showText(sync.store.isError() ? sync.store.text() : QString(), Band::Tone::Trouble);
    const bool offline = sync.phase != LinkPhase::Live && sync.phase != LinkPhase::Replaying && sync.offlineSince > 0;
    if (sync.signInNeeded)
        m_linkBand->showText(tr("The hub wants you to sign in again. What you wrote is kept."), Band::Tone::Caution,
                             tr("Sign in"));
    else if (offline && QDateTime::currentMSecsSinceEpoch() - sync.offlineSince > quietOfflineMs)
        m_linkBand->showText(tr("No connection. You can read, search and write on; replies are sent as soon as it is back."),
                             Band::Tone::Caution, tr("Try now"));
    else
        m_linkBand->showText({}, Band::Tone::Caution);
}

void MainWindow::updateTitle()
{
    const int late = m_model->lateCount();
    m_rail->setBadge(Rail::Page::Conversations, late);
    const QString name =
        m_session->me().display.isEmpty() ? QStringLiteral("Liaison") : tr("%1 – Liaison").arg(m_session->me().display);
    const QString title = late > 0 ? QStringLiteral("(%1) %2").arg(late).arg(name) : name;
    if (windowTitle() != title)
        setWindowTitle(title);
}

void MainWindow::fold()
{
    const bool narrow = width() < ProfileFoldsBelow;
    const bool tiny = width() < ListFoldsBelow;
    m_profile->setVisible(narrow ? m_profileWanted : !m_profileHidden);
    m_list->setVisible(tiny ? m_listWanted : !m_listHidden);
    m_area->listButton()->setVisible(!m_list->isVisibleTo(m_splitter) || tiny);
    m_area->listButton()->setName(m_list->isVisibleTo(m_splitter) ? tr("Hide the list") : tr("Show the list"),
                                  QKeySequence(QStringLiteral("Ctrl+Shift+L")));
    m_area->profileButton()->setVisible(!m_profile->isVisibleTo(m_splitter) || narrow);
    m_area->profileButton()->setName(m_profile->isVisibleTo(m_splitter) ? tr("Hide the customer") : tr("Show the customer"),
                                     QKeySequence(QStringLiteral("Ctrl+Shift+P")));
}

void MainWindow::goToNext(const QString &except)
{
    const QString next = m_model->nextNeedingReply(except);
    if (next.isEmpty())
        return;
    openConversation(next);
}

void MainWindow::setUpdates(update::UpdateService *updates)
{
    m_updates = updates;
    m_update->setUpdates(updates);
}

void MainWindow::askUpdateNow()
{
    int open = 0;
    for (const Conversation &conversation : m_session->conversations())
        open += conversation.state == ConversationState::Active && conversation.agent == m_session->me().id ? 1 : 0;
    if (open > 0) {
        QMessageBox box(QMessageBox::Question, tr("Update now?"), tr("%n conversation(s) are open.", nullptr, open),
                        QMessageBox::NoButton, this);
        box.setInformativeText(
            tr("Liaison closes and comes back in the new version. Your customers wait meanwhile; what you wrote is kept."));
        const QPushButton *now = box.addButton(tr("Update now"), QMessageBox::AcceptRole);
        box.setDefaultButton(box.addButton(tr("Not now"), QMessageBox::RejectRole));
        box.exec();
        if (box.clickedButton() != now)
            return;
    }
    m_updates->choose(update::UpdateService::Choice::Now);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    fold();
    placeOffers();
    if (m_search->isVisible())
        m_search->place();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_preferences->setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_preferences->setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    remember();
    QMainWindow::closeEvent(event);
    emit closed();
}

} // namespace liaison
