// SPDX-License-Identifier: GPL-3.0-or-later
// The window's keys; ShortcutsDialog tells them.
#include "widgets/controls/IconButton.h"
#include "widgets/controls/SearchField.h"
#include "widgets/conversation/Composer.h"
#include "widgets/conversation/ComposerEdit.h"
#include "widgets/conversation/ConversationPage.h"
#include "widgets/customer/ProfilePanel.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ConversationListPanel.h"
#include "widgets/shell/ConversationTabs.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/shell/OfferCard.h"
#include "widgets/shell/ShortcutsDialog.h"
#include "widgets/shell/TopBar.h"

#include <QApplication>
#include <QShortcut>

namespace liaison {

void MainWindow::addShortcuts()
{
    const auto add = [this](const QString &keys, auto &&what) {
        auto *shortcut = new QShortcut(QKeySequence(keys), this);
        connect(shortcut, &QShortcut::activated, this, what);
    };
    const auto sheet = [this] { ShortcutsDialog(this).exec(); };
    add(QStringLiteral("F1"), sheet);
    add(QStringLiteral("Ctrl+/"), sheet);
    add(QStringLiteral("Ctrl+K"), [this] {
        m_top->search()->setFocus();
        m_top->search()->selectAll();
    });
    add(QStringLiteral("F2"), [this] {
        if (!m_offers.isEmpty())
            m_offers.first()->accept();
    });
    add(QStringLiteral("F4"), [this] {
        if (!m_offers.isEmpty())
            m_offers.first()->decline();
    });
    add(QStringLiteral("Ctrl+J"), [this] { goToNext(m_area->current()); });
    add(QStringLiteral("Ctrl+Shift+S"), [this] { m_top->openStatusMenu(); });
    add(QStringLiteral("Ctrl+Shift+P"), [this] { m_area->profileButton()->click(); });
    add(QStringLiteral("Ctrl+Shift+L"), [this] { m_area->listButton()->click(); });
    add(QStringLiteral("Ctrl+,"), [this] { openSettings(); });
    add(QStringLiteral("Alt+Shift+1"), [this] { showPage(Rail::Page::Conversations); });
    add(QStringLiteral("Alt+Shift+2"), [this] { showPage(Rail::Page::Queue); });
    add(QStringLiteral("Alt+Shift+3"), [this] { showPage(Rail::Page::Customers); });
    add(QStringLiteral("Ctrl+Tab"), [this] { m_area->tabs()->step(1); });
    add(QStringLiteral("Ctrl+Shift+Tab"), [this] { m_area->tabs()->step(-1); });
    add(QStringLiteral("Ctrl+W"), [this] {
        ConversationTabs *tabs = m_area->tabs();
        if (tabs->currentIndex() >= 0 && !tabs->isPinned(tabs->currentIndex()))
            tabs->closeConversation(tabs->current());
    });
    add(QStringLiteral("Ctrl+Shift+D"), [this] {
        ConversationTabs *tabs = m_area->tabs();
        if (tabs->currentIndex() >= 0)
            tabs->setPinned(tabs->current(), !tabs->isPinned(tabs->currentIndex()));
    });
    for (int i = 1; i <= 9; ++i) {
        add(QStringLiteral("Ctrl+%1").arg(i), [this, i] {
            if (i <= m_area->tabs()->count())
                m_area->tabs()->setCurrentIndex(i - 1);
        });
    }
    add(QStringLiteral("F6"), [this] { stepPart(1); });
    add(QStringLiteral("Shift+F6"), [this] { stepPart(-1); });
}

void MainWindow::stepPart(int by)
{
    QList<QWidget *> parts{m_rail, m_list, m_area->tabs(), m_area, m_profile};
    parts.removeIf([](const QWidget *part) { return !part->isVisible(); });
    qsizetype at = -1;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        // The tabs lie inside the area: the innermost that has the focus counts.
        if (QWidget *focus = QApplication::focusWidget(); focus && (parts[i] == focus || parts[i]->isAncestorOf(focus))) {
            at = i;
            break;
        }
    }
    if (parts.isEmpty())
        return;
    QWidget *part = parts[(at + by + parts.size()) % parts.size()];
    if (part == m_list)
        m_list->focusList();
    else if (part == m_area)
        m_area->focusComposer();
    else if (part->focusPolicy() != Qt::NoFocus)
        part->setFocus(Qt::ShortcutFocusReason);
    else if (QWidget *first = part->nextInFocusChain()) {
        for (int i = 0;
             i < 50 && first && !(part->isAncestorOf(first) && first->isVisible() && (first->focusPolicy() & Qt::TabFocus)); ++i)
            first = first->nextInFocusChain();
        if (first && part->isAncestorOf(first))
            first->setFocus(Qt::ShortcutFocusReason);
    }
}

} // namespace liaison
