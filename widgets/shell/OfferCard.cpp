// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/OfferCard.h"
#include "models/domain/SafeText.h"
#include "models/lists/PreviewText.h"
#include "models/session/Session.h"
#include "widgets/controls/Avatar.h"
#include "widgets/controls/CountdownRing.h"
#include "widgets/controls/ElidedLabel.h"
#include "widgets/controls/Pill.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace liaison {

namespace {
constexpr qint64 graceMs = 3000;
} // namespace

OfferCard::OfferCard(Session *session, const QString &conversation, QWidget *parent)
    : QFrame(parent), m_session(session), m_conversation(conversation), m_avatar(new Avatar(40, this)),
      m_name(new ElidedLabel(FontRole::Heading, Token::Text, this)), m_vip(new Pill(this)),
      m_about(new ElidedLabel(FontRole::Secondary, Token::Text2, this)), m_text(new QLabel(this)), m_more(new QLabel(this)),
      m_ring(new CountdownRing(this)),
      m_accept(new QPushButton(Icons::icon(Icon::Checkmark, Token::OnAccent), tr("Accept"), this)),
      m_decline(new QPushButton(tr("Decline"), this))
{
    setFixedWidth(328); // over the profile, not over the buttons of the open conversation
    setFrameShape(QFrame::NoFrame);
    m_accept->setProperty("look", QStringLiteral("primary"));
    m_accept->setToolTip(tr("Accept (%1)").arg(QStringLiteral("F2")));
    m_decline->setToolTip(tr("Decline (%1)").arg(QStringLiteral("F4")));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setMaximumHeight(44);
    auto *head = new QLabel(tr("A customer for you"), this);
    head->setFont(Theme::instance().font(FontRole::SecondaryStrong));
    head->setForegroundRole(QPalette::PlaceholderText);
    auto *names = new QHBoxLayout;
    names->setSpacing(6);
    names->addWidget(m_name, 1);
    names->addWidget(m_vip);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(head);
    texts->addLayout(names);
    texts->addWidget(m_about);
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_avatar);
    top->addLayout(texts, 1);
    top->addWidget(m_ring);
    auto *buttons = new QHBoxLayout;
    m_more->setForegroundRole(QPalette::PlaceholderText);
    m_more->setFont(Theme::instance().font(FontRole::Secondary));
    m_more->hide();
    buttons->addStretch();
    buttons->addWidget(m_decline);
    buttons->addWidget(m_accept);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->addLayout(top);
    column->addWidget(m_text);
    column->addWidget(m_more);
    column->addLayout(buttons);
    connect(m_accept, &QPushButton::clicked, this, &OfferCard::accept);
    connect(m_decline, &QPushButton::clicked, this, &OfferCard::decline);
    connect(session, &Session::conversationChanged, this, [this](const QString &id) {
        if (id == m_conversation)
            refresh();
    });
    connect(session, &Session::customerChanged, this, &OfferCard::refresh);
    refresh();
    tick();
}

void OfferCard::accept()
{
    if (!m_accept->isEnabled())
        return; // F2 twice is one answer
    m_accept->setEnabled(false);
    m_session->accept(m_conversation);
}

void OfferCard::decline()
{
    if (!m_decline->isEnabled())
        return;
    m_decline->setEnabled(false);
    m_session->decline(m_conversation);
}

void OfferCard::setMore(int others)
{
    m_more->setText(others > 0 ? tr("and %n more in the list", nullptr, others) : QString());
    m_more->setVisible(others > 0);
}

void OfferCard::refresh()
{
    const Conversation *head = m_session->conversation(m_conversation);
    if (!head)
        return;
    const QString name = head->customerName.isEmpty() ? tr("Visitor") : head->customerName;
    m_avatar->setCustomer(name, head->channel);
    m_name->setText(name);
    m_vip->setContent(head->vip > 0 ? tr("VIP %1").arg(head->vip) : QString(), Pill::Tone::Note);
    QStringList about;
    if (!head->queueName.isEmpty())
        about << head->queueName;
    about << tr("conversation no. %1").arg(head->nth);
    if (const Customer *customer = m_session->customer(head->customer)) {
        if (!customer->fields.value(QStringLiteral("city")).isEmpty())
            about << customer->fields.value(QStringLiteral("city"));
        about += customer->tags.mid(0, 2);
    }
    m_about->setText(neutralisedLine(about.join(QStringLiteral(" · "))));
    const QString text = previewText(head->last, m_session->mask());
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(tr("Offered: %1. %2").arg(name, text));
    m_accept->setAccessibleName(tr("Accept %1").arg(name));
    m_decline->setAccessibleName(tr("Decline %1").arg(name));
    adjustSize();
}

void OfferCard::tick()
{
    const Conversation *head = m_session->conversation(m_conversation);
    if (!head || !head->offer)
        return;
    const qint64 left = head->offer->expiresAt - m_session->hubNow();
    m_whole = qMax(m_whole, left);
    m_ring->setRemaining(left, m_whole);
}

bool OfferCard::isOver() const
{
    const Conversation *head = m_session->conversation(m_conversation);
    return head && head->offer && head->offer->expiresAt + graceMs < m_session->hubNow();
}

void OfferCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    paintRoundedBox(&painter, rect(), theme.color(Token::Surface), theme.color(Token::LineStrong), 10);
    paintRoundedBox(&painter, QRectF(0, 12, 4, height() - 24), theme.color(Token::Accent), {}, 2);
}

} // namespace liaison
