// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ShortcutsDialog.h"
#include "widgets/theme/Theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace liaison {

ShortcutsDialog::ShortcutsDialog(QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(480, 660);
    auto *list = new QTreeWidget(this);
    list->setAccessibleName(windowTitle());
    list->setColumnCount(2);
    list->setHeaderHidden(true);
    list->setRootIsDecorated(false);
    list->setAllColumnsShowFocus(true);
    list->setFrameShape(QFrame::NoFrame);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    const auto add = [list](const QString &what, const QString &keys) {
        auto *item = new QTreeWidgetItem(list, {what, keys});
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    };
    const auto head = [list](const QString &words) {
        auto *item = new QTreeWidgetItem(list, {words});
        item->setFont(0, Theme::instance().font(FontRole::SecondaryStrong));
        item->setFlags(Qt::ItemIsEnabled);
    };
    head(tr("Everywhere"));
    add(tr("Search"), tr("Ctrl+K"));
    add(tr("Accept the offer"), tr("F2"));
    add(tr("Decline the offer"), tr("F4"));
    add(tr("Who needs me next"), tr("Ctrl+J"));
    add(tr("Change the status"), tr("Ctrl+Shift+S"));
    add(tr("Next part of the window, previous part"), tr("F6, Shift+F6"));
    add(tr("Show or hide the customer"), tr("Ctrl+Shift+P"));
    add(tr("Show or hide the list"), tr("Ctrl+Shift+L"));
    add(tr("Settings"), tr("Ctrl+,"));
    add(tr("This sheet"), tr("F1 or Ctrl+/"));
    head(tr("Conversations"));
    add(tr("Next and previous tab"), tr("Ctrl+Tab, Ctrl+Shift+Tab"));
    add(tr("Tab 1 to 9"), tr("Ctrl+1 … Ctrl+9"));
    add(tr("Close the tab"), tr("Ctrl+W"));
    add(tr("Pin or unpin the tab"), tr("Ctrl+Shift+D"));
    head(tr("Writing"));
    add(tr("Send"), tr("Enter"));
    add(tr("Send and go to who waits longest"), tr("Ctrl+Enter"));
    add(tr("New line"), tr("Shift+Enter"));
    add(tr("Suggested replies"), tr("Alt+1 … Alt+3"));
    add(tr("Canned replies"), tr("/ and a few letters"));
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    list->setCurrentItem(list->topLevelItem(1)); // not the heading above it
    auto *column = new QVBoxLayout(this);
    column->addWidget(list);
}

} // namespace liaison
