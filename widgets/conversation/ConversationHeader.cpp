// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/ConversationHeader.h"

#include "widgets/controls/CountdownRing.h"
#include "widgets/controls/ElidedLabel.h"
#include "widgets/controls/Pill.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace liaison {

ConversationHeader::ConversationHeader(QWidget *parent)
    : QWidget(parent), m_name(new ElidedLabel(FontRole::Heading, Token::Text, this)),
      m_line(new ElidedLabel(FontRole::Secondary, Token::Text2, this)), m_wait(new Pill(this)), m_vip(new Pill(this)),
      m_ring(new CountdownRing(this))
{
    m_accept = makeButton(tr("Accept"), int(Icon::Checkmark), true, &ConversationHeader::acceptRequested);
    m_decline = makeButton(tr("Decline"), int(Icon::Dismiss), false, &ConversationHeader::declineRequested);
    m_take = makeButton(tr("Take"), int(Icon::PersonAdd), true, &ConversationHeader::takeRequested);
    m_transfer = makeButton(tr("Transfer"), int(Icon::PersonSwap), false, &ConversationHeader::transferRequested);
    m_park = makeButton(tr("Park"), int(Icon::Clock), false, &ConversationHeader::parkRequested);
    m_resume = makeButton(tr("Resume"), int(Icon::ArrowUndo), false, &ConversationHeader::resumeRequested);
    m_close = makeButton(tr("Close"), int(Icon::Checkmark), true, &ConversationHeader::closeRequested);
    m_wait->setAccessibleName(tr("Answer due"));

    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_name, 0);
    first->addWidget(m_vip);
    first->addStretch(1);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addLayout(first);
    words->addWidget(m_line);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addLayout(words, 1);
    layout->addWidget(m_wait);
    layout->addSpacing(4);
    layout->addWidget(m_ring);
    for (QPushButton *button : {m_transfer, m_park, m_resume, m_decline, m_take, m_accept, m_close})
        layout->addWidget(button);
}

QPushButton *ConversationHeader::makeButton(const QString &words, int icon, bool primary, void (ConversationHeader::*asked)())
{
    auto *button = new QPushButton(words, this);
    button->setIcon(Icons::icon(static_cast<Icon>(icon), primary ? Token::OnAccent : Token::Text2));
    if (primary)
        button->setProperty("look", "primary");
    button->setAutoDefault(false);
    button->hide();
    connect(button, &QPushButton::clicked, this, asked);
    return button;
}

QString ConversationHeader::waitWords(qint64 needSince, qint64 targetMs, qint64 now)
{
    if (needSince <= 0)
        return {};
    const qint64 left = needSince + targetMs - now;
    return left >= 0 ? tr("%1 left").arg(TimeWords::clock(left)) : tr("%1 over").arg(TimeWords::clock(-left));
}

QString ConversationHeader::secondLine(const Conversation &conversation, qint64 now) const
{
    QStringList parts;
    parts.append(conversation.channel == QLatin1String("web") ? tr("Web") : conversation.channel);
    if (!conversation.queueName.isEmpty())
        parts.append(conversation.queueName);
    parts.append(conversation.nth > 1 ? tr("conversation no. %1").arg(conversation.nth) : tr("first conversation"));
    const qint64 since = conversation.assignedAt > 0 ? conversation.assignedAt : conversation.queuedAt;
    const qint64 until = conversation.closedAt > 0 ? conversation.closedAt : now;
    if (since > 0 && until > since) {
        const QString time = TimeWords::clock(until - since);
        parts.append(conversation.closedAt > 0     ? tr("lasted %1").arg(time)
                     : conversation.assignedAt > 0 ? tr("open for %1").arg(time)
                                                   : tr("waiting for %1").arg(time));
    }
    return parts.join(QStringLiteral(" · "));
}

void ConversationHeader::show(const Conversation &conversation, qint64 now, qint64 targetMs)
{
    m_name->setText(conversation.customerName);
    m_vip->setContent(conversation.vip > 0 ? tr("VIP %1").arg(conversation.vip) : QString(), Pill::Tone::Note);
    m_line->setText(secondLine(conversation, now));
    const ConversationState state = conversation.state;
    const bool mine = state == ConversationState::Active || state == ConversationState::Parked;
    const qint64 left = conversation.needSince + targetMs - now;
    const Pill::Tone tone = left * 2 > targetMs ? Pill::Tone::Calm : left >= 0 ? Pill::Tone::Soon : Pill::Tone::Late;
    m_wait->setContent(mine ? waitWords(conversation.needSince, targetMs, now) : QString(), tone);

    const bool offered = state == ConversationState::Offered && conversation.offer;
    m_ring->setVisible(offered);
    if (offered) {
        if (m_offer != conversation.offer->id) {
            m_offer = conversation.offer->id;
            m_offerWhole = qMax<qint64>(1, conversation.offer->expiresAt - now);
        }
        m_ring->setRemaining(qMax<qint64>(0, conversation.offer->expiresAt - now), m_offerWhole);
    }
    m_accept->setVisible(offered);
    m_decline->setVisible(offered);
    m_take->setVisible(state == ConversationState::Waiting);
    m_transfer->setVisible(mine);
    m_park->setVisible(state == ConversationState::Active);
    m_resume->setVisible(state == ConversationState::Parked);
    m_close->setVisible(mine || state == ConversationState::Wrapup);
}

void ConversationHeader::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Surface));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Token::Line));
}

} // namespace liaison
