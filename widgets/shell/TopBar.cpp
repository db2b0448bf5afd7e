// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/TopBar.h"
#include "models/session/Session.h"
#include "widgets/controls/SearchField.h"
#include "widgets/shell/StatusButton.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPainter>

namespace liaison {

TopBar::TopBar(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session),
      m_search(new SearchField(tr("Search customers, conversations and messages"), QKeySequence(QStringLiteral("Ctrl+K")), this)),
      m_status(new StatusButton(this))
{
    setFixedHeight(40);
    setAccessibleName(tr("Top bar"));
    auto *name = new QLabel(QStringLiteral("Liaison"), this);
    name->setFont(Theme::instance().font(FontRole::BodyStrong));
    m_search->setFixedHeight(28);
    m_search->setMinimumWidth(220);
    m_search->setMaximumWidth(420);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 1);
    row->setSpacing(12);
    row->addWidget(name, 1);
    row->addWidget(m_search, 2);
    auto *right = new QHBoxLayout;
    right->addStretch();
    right->addWidget(m_status);
    row->addLayout(right, 1);
    m_status->setMenu(new QMenu(m_status));
    connect(m_status->menu(), &QMenu::aboutToShow, this, &TopBar::fillMenu);
    connect(session, &Session::meChanged, this, &TopBar::updateStatus);
    connect(session, &Session::conversationAdded, this, &TopBar::updateStatus);
    connect(session, &Session::conversationRemoved, this, &TopBar::updateStatus);
    // An offer that is accepted changes the load; with many changes at once it is counted once.
    m_recount.setSingleShot(true);
    connect(&m_recount, &QTimer::timeout, this, &TopBar::updateStatus);
    connect(session, &Session::conversationChanged, &m_recount, qOverload<>(&QTimer::start));
    connect(session, &Session::syncChanged, this, &TopBar::updateStatus);
    updateStatus();
}

void TopBar::openStatusMenu() { m_status->showMenu(); }

void TopBar::updateStatus()
{
    const Agent &me = m_session->me();
    int load = 0;
    for (const Conversation &conversation : m_session->conversations()) {
        if (conversation.agent == me.id &&
            (conversation.state == ConversationState::Active || conversation.state == ConversationState::Wrapup))
            ++load;
    }
    QString words;
    Token ink = Token::Text2;
    Token ground = Token::Line;
    switch (me.status) {
    case AgentStatus::Available:
        words = me.capacity > 0 ? tr("Available · %1/%2").arg(load).arg(me.capacity) : tr("Available");
        ink = Token::Calm;
        ground = Token::CalmSoft;
        break;
    case AgentStatus::Busy:
        words = tr("Busy · %1").arg(load);
        ink = Token::Soon;
        ground = Token::SoonSoft;
        break;
    case AgentStatus::Break:
        words = me.reason == QLatin1String("missed") ? tr("Break · offers missed")
                : me.reason.isEmpty()                ? tr("Break")
                                                     : tr("Break · %1").arg(me.reason);
        ink = me.reason == QLatin1String("missed") ? Token::Late : Token::Soon;
        ground = me.reason == QLatin1String("missed") ? Token::LateSoft : Token::SoonSoft;
        break;
    case AgentStatus::Offline: words = tr("Not receiving"); break;
    }
    if (!me.next.isEmpty())
        words = tr("%1, then %2").arg(words, me.next == QLatin1String("break") ? tr("break") : tr("offline"));
    m_status->setWords(words, ink, ground);
}

void TopBar::fillMenu()
{
    QMenu *menu = m_status->menu();
    menu->clear();
    const Agent &me = m_session->me();
    const auto add = [&](const QString &words, Icon icon, AgentStatus status, const QString &reason = {}) {
        QAction *action =
            menu->addAction(Icons::icon(icon), words, this, [this, status, reason] { m_session->setStatus(status, reason); });
        action->setCheckable(true);
        action->setChecked(me.status == status && me.reason == reason);
    };
    menu->addSection(me.display.isEmpty() ? me.name : me.display);
    add(tr("Available"), Icon::PersonAvailable, AgentStatus::Available);
    add(tr("Busy, no new customers"), Icon::PersonClock, AgentStatus::Busy);
    QMenu *pause = menu->addMenu(Icons::icon(Icon::DrinkCoffee), tr("Break"));
    for (const QString &reason : {tr("Meal"), tr("Rest"), tr("Meeting"), tr("Training")})
        pause->addAction(reason, this, [this, reason] { m_session->setStatus(AgentStatus::Break, reason); });
    pause->addAction(tr("Other reason…"), this, [this] {
        bool ok = false;
        const QString reason =
            QInputDialog::getText(this, tr("Break"), tr("Reason"), QLineEdit::Normal, {}, &ok).trimmed().left(80);
        if (ok)
            m_session->setStatus(AgentStatus::Break, reason);
    });
    add(tr("Offline"), Icon::PlugDisconnected, AgentStatus::Offline);
    QMenu *next = menu->addMenu(Icons::icon(Icon::Timer), tr("After the last conversation"));
    const auto addNext = [&](const QString &words, const QString &status) {
        QAction *action = next->addAction(
            words, this, [this, status] { m_session->setStatus(m_session->me().status, m_session->me().reason, status); });
        action->setCheckable(true);
        action->setChecked(m_session->me().next == status);
    };
    addNext(tr("Stay as I am"), {});
    addNext(tr("Take a break"), QStringLiteral("break"));
    addNext(tr("Go offline"), QStringLiteral("offline"));
    menu->addSeparator();
    menu->addAction(Icons::icon(Icon::Keyboard), tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), this,
                    &TopBar::shortcutsWanted);
    menu->addAction(Icons::icon(Icon::SignOut), tr("Sign out…"), this, &TopBar::signOutWanted);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::instance();
    painter.fillRect(rect(), theme.color(Token::Surface));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Token::Line));
}

} // namespace liaison
