// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/Rail.h"
#include "widgets/shell/RailButton.h"
#include "widgets/theme/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace liaison {

Rail::Rail(QWidget *parent) : QWidget(parent)
{
    setFixedWidth(52);
    setAccessibleName(tr("Pages"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 8, 6, 8);
    column->setSpacing(4);
    const auto add = [this, column](Page page, Icon icon, const QString &name, const QString &keys) {
        auto *button = new RailButton(icon, name, QKeySequence(keys), this);
        column->addWidget(button);
        m_buttons << button;
        connect(button, &RailButton::clicked, this, [this, page] {
            m_page = page;
            emit pageChosen(page);
        });
    };
    add(Page::Conversations, Icon::Chat, tr("Conversations"), QStringLiteral("Alt+Shift+1"));
    add(Page::Queue, Icon::PeopleQueue, tr("Waiting queue"), QStringLiteral("Alt+Shift+2"));
    add(Page::Customers, Icon::People, tr("Customers"), QStringLiteral("Alt+Shift+3"));
    column->addStretch();
    add(Page::Settings, Icon::Settings, tr("Settings"), QStringLiteral("Ctrl+,"));
    m_buttons.first()->setChecked(true);
}

void Rail::setPage(Page page)
{
    m_page = page;
    m_buttons[static_cast<int>(page)]->setChecked(true);
}

void Rail::setBadge(Page page, int count) { m_buttons[static_cast<int>(page)]->setCount(count); }

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::instance();
    painter.fillRect(rect(), theme.color(Token::Surface));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.color(Token::Line));
}

} // namespace liaison
