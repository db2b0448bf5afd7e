// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationArea.h"
#include "models/session/Session.h"
#include "widgets/controls/EmptyState.h"
#include "widgets/controls/IconButton.h"
#include "widgets/conversation/Composer.h"
#include "widgets/conversation/ComposerEdit.h"
#include "widgets/conversation/ConversationPage.h"
#include "widgets/conversation/ThumbnailSource.h"
#include "widgets/shell/ConversationTabs.h"
#include "widgets/shell/OpenLinkDialog.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>

namespace liaison {

ConversationArea::ConversationArea(Session *session, ConversationListModel *model, QWidget *parent)
    : QWidget(parent), m_session(session), m_tabs(new ConversationTabs(session, model, this)),
      m_listButton(new IconButton(Icon::PanelLeft, tr("Show the list"), QKeySequence(QStringLiteral("Ctrl+Shift+L")), this)),
      m_profileButton(
          new IconButton(Icon::PanelRight, tr("Show the customer"), QKeySequence(QStringLiteral("Ctrl+Shift+P")), this)),
      m_stack(new QStackedWidget(this)), m_empty(new EmptyState(Icon::Chat, this))
{
    m_empty->setWords(tr("No conversation is open"),
                      tr("Choose one on the left. Offers appear by themselves while you are available."));
    m_stack->addWidget(m_empty);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addWidget(m_listButton);
    row->addWidget(m_tabs, 1);
    row->addWidget(m_profileButton);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_stack, 1);
    connect(m_tabs, &ConversationTabs::currentConversationChanged, this, &ConversationArea::showCurrent);
    connect(m_tabs, &ConversationTabs::conversationClosed, this, [this](const QString &id) {
        const ConversationPage *shown = currentPage();
        if (ConversationPage *page = m_pages.take(id)) {
            m_stack->removeWidget(page);
            page->deleteLater();
        }
        if (!shown || m_stack->currentWidget() != shown)
            showCurrent();
    });
    m_tabs->setKeeper([this](const QString &id) {
        const ConversationPage *page = m_pages.value(id);
        return page && page->isBusy();
    });
    m_thumbnails = new ThumbnailSource(
        [session](const FileRef &file, QObject *context, std::function<void(const QByteArray &)> done) {
            session->fetchFileData(file, true, context, [done](const QByteArray &bytes, const QString &) { done(bytes); });
        },
        this);
    connect(session, &Session::syncChanged, m_thumbnails, [this] {
        if (m_session->sync().offlineSince == 0)
            m_thumbnails->retryBroken();
    });
    m_tabs->hide(); // until there is one
    connect(m_tabs, &ConversationTabs::arrangementChanged, this, [this] { m_session->setLookedAt(m_tabs->conversations()); });
    connect(session, &Session::conversationRemoved, m_tabs, &ConversationTabs::closeConversation);
}

QString ConversationArea::current() const { return m_tabs->current(); }

ConversationPage *ConversationArea::currentPage() const { return m_pages.value(current()); }

void ConversationArea::showCurrent()
{
    const QString id = current();
    m_tabs->setVisible(!id.isEmpty());
    if (id.isEmpty()) {
        m_stack->setCurrentWidget(m_empty);
        emit currentChanged({});
        return;
    }
    ConversationPage *page = m_pages.value(id);
    if (!page) {
        page = new ConversationPage(m_session, id, m_thumbnails, m_stack);
        m_pages.insert(id, page);
        m_stack->addWidget(page);
        connect(page, &ConversationPage::sentAndNext, this, &ConversationArea::sentAndNext);
        connect(page, &ConversationPage::linkActivated, this, [this](const QUrl &url) { OpenLinkDialog::ask(url, this); });
    }
    m_stack->setCurrentWidget(page);
    emit currentChanged(id);
}

void ConversationArea::open(const QString &conversation)
{
    if (!conversation.isEmpty())
        m_tabs->open(conversation);
}

void ConversationArea::openAt(const QString &conversation, const QString &mid, qint64 cseq)
{
    open(conversation);
    if (ConversationPage *page = m_pages.value(conversation); page && cseq > 0)
        page->showMessage(mid, cseq);
}

void ConversationArea::restore(const QStringList &conversations, const QStringList &pinned, const QString &current)
{
    {
        // Only the page that ends up on top is made.
        const QSignalBlocker blocker(m_tabs);
        for (const QString &id : conversations) {
            if (m_session->conversation(id))
                m_tabs->open(id);
        }
        for (auto id = pinned.crbegin(); id != pinned.crend(); ++id)
            m_tabs->setPinned(*id, true);
        if (m_tabs->indexOfConversation(current) >= 0)
            m_tabs->open(current);
    }
    m_session->setLookedAt(m_tabs->conversations());
    showCurrent();
}

void ConversationArea::focusComposer()
{
    if (ConversationPage *page = currentPage())
        page->composer()->edit()->setFocus();
}

void ConversationArea::tick() { m_tabs->tick(); }

void ConversationArea::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::instance().color(Token::Window));
    painter.fillRect(QRect(0, m_tabs->height() - 1, width(), 1), Theme::instance().color(Token::Line));
}

} // namespace liaison
