// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/SyncBar.h"
#include "models/session/Session.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace liaison {

namespace {
QString clockTime(qint64 utcMs)
{
    return QDateTime::fromMSecsSinceEpoch(utcMs).toLocalTime().toString(QStringLiteral("HH:mm:ss"));
}
} // namespace

SyncBar::SyncBar(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_icon(new QLabel(this)), m_state(new QLabel(this)),
      m_tryNow(new QPushButton(tr("Try now"), this)), m_roundTrip(new QLabel(this)), m_toSend(new QLabel(this)),
      m_figures(new QLabel(this))
{
    setFixedHeight(28);
    setAccessibleName(tr("Status bar"));
    m_tryNow->setProperty("look", QStringLiteral("link"));
    m_tryNow->setAccessibleName(tr("Try to connect now"));
    m_tryNow->setFixedHeight(24);
    const QFont font = Theme::instance().font(FontRole::Secondary);
    for (QLabel *label : {m_state, m_roundTrip, m_toSend, m_figures}) {
        label->setFont(font);
        label->setTextFormat(Qt::PlainText);
    }
    m_roundTrip->setForegroundRole(QPalette::PlaceholderText);
    m_toSend->setForegroundRole(QPalette::PlaceholderText);
    m_figures->setForegroundRole(QPalette::PlaceholderText);
    m_state->setFont(Theme::instance().font(FontRole::SecondaryStrong));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 1, 14, 0);
    row->setSpacing(6);
    row->addWidget(m_icon);
    row->addWidget(m_state);
    row->addWidget(m_tryNow);
    row->addSpacing(8);
    row->addWidget(m_roundTrip);
    row->addSpacing(8);
    row->addWidget(m_toSend);
    row->addStretch();
    row->addWidget(m_figures);
    connect(m_tryNow, &QPushButton::clicked, session, &Session::retryLink);
    connect(session, &Session::syncChanged, this, &SyncBar::tick);
    connect(session, &Session::figuresChanged, this, &SyncBar::updateFigures);
    connect(&Theme::instance(), &Theme::changed, this, &SyncBar::tick);
    tick();
    updateFigures();
}

QString SyncBar::words() const
{
    const SyncState sync = m_session->sync();
    switch (sync.phase) {
    case LinkPhase::Live: return sync.inSyncAt > 0 ? tr("In sync at %1").arg(clockTime(sync.inSyncAt)) : tr("In sync");
    case LinkPhase::Replaying: return tr("Catching up…");
    default: break;
    }
    if (sync.signInNeeded)
        return tr("Offline: please sign in again");
    QString words = sync.offlineSince > 0 ? tr("Offline since %1").arg(clockTime(sync.offlineSince)) : tr("Offline");
    if (sync.toSend > 0)
        words += QStringLiteral(", ") + tr("%n waiting to be sent", nullptr, sync.toSend);
    if (sync.phase == LinkPhase::Connecting)
        words += QStringLiteral(", ") + tr("connecting…");
    else if (sync.nextTryInMs > 0)
        words += QStringLiteral(", ") + tr("next try in %1 s").arg((sync.nextTryInMs + 999) / 1000);
    return words;
}

void SyncBar::tick()
{
    const SyncState sync = m_session->sync();
    const bool live = sync.phase == LinkPhase::Live;
    const bool catchingUp = sync.phase == LinkPhase::Replaying;
    const Theme &theme = Theme::instance();
    const Icon icon = live ? Icon::CheckmarkCircle : catchingUp ? Icon::ArrowSync : Icon::CloudOff;
    m_icon->setPixmap(Icons::pixmap(icon, 16, theme.color(live ? Token::Calm : Token::Soon), devicePixelRatioF()));
    const QString state = words();
    if (m_state->text() != state) {
        m_state->setText(state);
        m_state->setAccessibleName(state);
    }
    m_tryNow->setVisible(!live && !catchingUp && !sync.signInNeeded && sync.phase != LinkPhase::Connecting);
    m_roundTrip->setText(live && sync.roundTripMs >= 0 ? tr("Round trip %1 ms").arg(sync.roundTripMs) : QString());
    m_toSend->setText(live || catchingUp ? tr("To send %1").arg(sync.toSend) : QString());
}

void SyncBar::updateFigures()
{
    const QJsonObject figures = m_session->figures();
    QStringList words;
    if (figures.contains(QLatin1String("handled")))
        words << tr("Handled today %1").arg(figures[QLatin1String("handled")].toInt());
    if (const double seconds = figures[QLatin1String("response_avg_s")].toDouble(-1); seconds > 0)
        words << tr("Average reply %1 s").arg(qRound(seconds));
    if (const double percent = figures[QLatin1String("reply_3min_pct")].toDouble(-1); percent > 0)
        words << tr("Within 3 minutes %1 %").arg(qRound(percent));
    m_figures->setText(words.join(QStringLiteral("     ")));
    m_figures->setAccessibleName(words.join(QStringLiteral(", ")));
}

void SyncBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::instance();
    painter.fillRect(rect(), theme.color(Token::Surface));
    painter.fillRect(QRect(0, 0, width(), 1), theme.color(Token::Line));
}

} // namespace liaison
