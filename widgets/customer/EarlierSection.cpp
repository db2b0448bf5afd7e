// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/EarlierSection.h"

#include "models/lists/PreviewText.h"
#include "widgets/controls/SkeletonRows.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QDateTime>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace liaison {

namespace {

/// One earlier conversation as a button of two lines.
class EarlierButton : public QAbstractButton
{
public:
    EarlierButton(const QString &title, const QString &detail, QWidget *parent)
        : QAbstractButton(parent), m_title(title), m_detail(detail)
    {
        setAccessibleName(title + QLatin1String(", ") + detail);
        setFocusPolicy(Qt::StrongFocus);
        setFixedHeight(44);
        setAttribute(Qt::WA_Hover);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::instance();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (underMouse() || hasFocus())
            paintRoundedBox(&painter, rect(), theme.color(Token::Surface2), hasFocus() ? theme.color(Token::Accent) : QColor(),
                            Theme::ControlRadius);
        Icons::paint(&painter, QRect(0, 0, 24, height()), Icon::History, 16, Token::Text2);
        const QRect words = rect().adjusted(28, 4, -4, -4);
        painter.setFont(theme.font(FontRole::Body));
        painter.setPen(theme.color(Token::Text));
        painter.drawText(words, Qt::AlignLeft | Qt::AlignTop,
                         painter.fontMetrics().elidedText(m_title, Qt::ElideRight, words.width()));
        painter.setFont(theme.font(FontRole::Secondary));
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom,
                         painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, words.width()));
    }

private:
    QString m_title;
    QString m_detail;
};

} // namespace

EarlierSection::EarlierSection(QWidget *parent) : ProfileSection(parent) { setConversations({}, {}, {}); }

QWidget *EarlierSection::freshList()
{
    delete m_list;
    m_list = new QWidget(this);
    auto *rows = new QVBoxLayout(m_list);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    body()->addWidget(m_list);
    return m_list;
}

void EarlierSection::showLoading()
{
    setTitle(tr("Earlier conversations"));
    QWidget *list = freshList();
    list->layout()->addWidget(new SkeletonRows(2, false, list));
    list->show();
}

void EarlierSection::setConversations(const QList<Conversation> &conversations, const TextMask &mask, const QString &error)
{
    setTitle(conversations.isEmpty() ? tr("Earlier conversations") : tr("Earlier conversations %1").arg(conversations.size()));
    QWidget *list = freshList();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const Conversation &head : conversations) {
        const QString preview = previewText(head.last, mask);
        const QString who = head.agentName.isEmpty() ? head.queueName : head.agentName;
        auto *button = new EarlierButton(preview.isEmpty() ? tr("Conversation %1").arg(head.nth) : preview,
                                         tr("%1 · %2", "date · agent").arg(TimeWords::moment(head.createdAt, now), who), list);
        connect(button, &QAbstractButton::clicked, this, [this, id = head.id] { emit opened(id); });
        list->layout()->addWidget(button);
    }
    if (conversations.isEmpty()) {
        auto *words = new QLabel(error.isEmpty() ? tr("This is the first one") : error, list);
        words->setTextFormat(Qt::PlainText);
        words->setWordWrap(true);
        words->setFont(Theme::instance().font(FontRole::Secondary));
        words->setForegroundRole(QPalette::PlaceholderText);
        list->layout()->addWidget(words);
    }
    list->show();
}

} // namespace liaison
