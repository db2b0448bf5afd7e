// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/EmojiPopup.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace liaison {
namespace {

constexpr int columns = 8;

const QStringList &emoji()
{
    static const QStringList all =
        QStringLiteral(
            "😊 😀 😄 😅 🙂 😉 😌 😍 👍 👌 🙏 👏 🤝 💪 👋 ✌️ ❤️ 🌹 🎉 🎁 ⭐ ✨ "
            "🔥 "
            "💯 "
            "😢 😭 😟 😞 😔 😰 😮 🤔 ✅ ❌ ❗ ❓ ⏰ 📦 🚚 🏠 📞 📧 📷 💰 🧾 🔧 🔍 ☕")
            .split(u' ');
    return all;
}

} // namespace

EmojiPopup::EmojiPopup(QWidget *parent) : QFrame(parent, Qt::Popup)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Emoji"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(8, 8, 8, 8);
    grid->setSpacing(2);
    for (int i = 0; i < emoji().size(); ++i) {
        auto *button = new QToolButton(this);
        button->setText(emoji().at(i));
        button->setAccessibleName(emoji().at(i));
        button->setAutoRaise(true);
        button->setFixedSize(32, 32);
        QFont font = button->font();
        font.setPixelSize(18);
        button->setFont(font);
        grid->addWidget(button, i / columns, i % columns);
        connect(button, &QToolButton::clicked, this, [this, i] {
            emit chosen(emoji().at(i));
            close();
        });
    }
}

void EmojiPopup::popupAbove(const QWidget *anchor)
{
    adjustSize();
    move(anchor->mapToGlobal(QPoint(0, -height() - 4)));
    show();
    if (auto *first = findChild<QToolButton *>())
        first->setFocus(Qt::PopupFocusReason);
}

void EmojiPopup::keyPressEvent(QKeyEvent *event)
{
    const QList<QToolButton *> buttons = findChildren<QToolButton *>();
    qsizetype at = buttons.indexOf(qobject_cast<QToolButton *>(focusWidget()));
    switch (event->key()) {
    case Qt::Key_Left: --at; break;
    case Qt::Key_Right: ++at; break;
    case Qt::Key_Up: at -= columns; break;
    case Qt::Key_Down: at += columns; break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (at >= 0)
            buttons[at]->click();
        return;
    default: QFrame::keyPressEvent(event); return;
    }
    if (at >= 0 && at < buttons.size())
        buttons[at]->setFocus(Qt::OtherFocusReason);
}

} // namespace liaison
