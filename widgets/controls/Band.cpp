// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/Band.h"
#include "widgets/controls/IconButton.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace liaison {

Band::Band(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_action(new QPushButton(this)),
      m_close(new IconButton(Icon::Dismiss, tr("Close this notice"), {}, this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setProperty("look", QStringLiteral("quiet"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 8, 4);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &Band::actionTriggered);
    connect(static_cast<IconButton *>(m_close), &IconButton::clicked, this, [this] {
        hide();
        emit closed();
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        const QString text = m_text->text();
        if (!text.isEmpty())
            showText(text, m_tone, m_action->text(), m_close->isVisibleTo(this));
    });
    hide();
}

QPushButton *Band::addButton(const QString &words)
{
    auto *button = new QPushButton(words, this);
    button->setProperty("look", QStringLiteral("quiet"));
    auto *row = static_cast<QHBoxLayout *>(layout());
    row->insertWidget(row->count() - 1, button);
    return button;
}

QString Band::text() const { return m_text->text(); }

void Band::showText(const QString &text, Tone tone, const QString &action, bool closable)
{
    m_tone = tone;
    m_text->setText(text);
    m_text->setAccessibleName(text);
    setAccessibleName(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    m_close->setVisible(closable);
    const Icon icon = tone == Tone::Information ? Icon::Info : tone == Tone::Caution ? Icon::CloudOff : Icon::Warning;
    const Token colour = tone == Tone::Information ? Token::Accent : tone == Tone::Caution ? Token::Soon : Token::Late;
    m_icon->setPixmap(Icons::pixmap(icon, 16, Theme::instance().color(colour), devicePixelRatioF()));
    setVisible(!text.isEmpty());
    update();
}

void Band::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    const Token ground = m_tone == Tone::Information ? Token::AccentSoft
                         : m_tone == Tone::Caution   ? Token::SoonSoft
                                                     : Token::LateSoft;
    painter.fillRect(rect(), theme.color(ground));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Token::Line));
}

} // namespace liaison
