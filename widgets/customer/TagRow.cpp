// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/TagRow.h"

#include "models/domain/SafeText.h"
#include "widgets/controls/Chip.h"
#include "widgets/controls/FlowLayout.h"
#include "widgets/controls/IconButton.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>

namespace liaison {

namespace {
constexpr int mostTagCharacters = 40; // docs/protocol.md, 3
}

TagRow::TagRow(QWidget *parent)
    : QWidget(parent), m_flow(new FlowLayout(this)), m_edit(new QLineEdit(this)),
      m_add(new IconButton(Icon::Add, tr("Add a tag"), {}, this))
{
    m_edit->setAccessibleName(tr("New tag"));
    m_edit->setPlaceholderText(tr("New tag"));
    m_edit->setMaxLength(mostTagCharacters);
    m_edit->setFixedSize(120, 24);
    m_edit->hide();
    m_edit->installEventFilter(this);
    m_add->setIconSize({16, 16});
    m_add->setFixedSize(24, 24);
    connect(m_add, &QToolButton::clicked, this, [this] {
        m_add->hide();
        m_edit->show();
        m_edit->setFocus();
    });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] { finish(true); });
    rebuild();
}

void TagRow::setTags(const QStringList &tags)
{
    if (tags == m_tags)
        return;
    m_tags = tags;
    rebuild();
}

void TagRow::rebuild()
{
    while (QLayoutItem *item = m_flow->takeAt(0))
        delete item;
    qDeleteAll(m_chips);
    m_chips.clear();
    for (const QString &tag : m_tags) {
        // What is removed is the tag as it is, what is read is what may be shown.
        const QString shown = neutralisedLine(tag);
        auto *chip = new Chip(shown, this);
        chip->setSmall(true);
        chip->setAccessibleName(tr("Tag %1").arg(shown));
        chip->setToolTip(tr("Remove this tag …"));
        connect(chip, &Chip::clicked, this, [this, chip, tag, shown] {
            m_menu = new QMenu(this); // not modal: it closes when another customer comes, and never acts on that one
            m_menu->setAttribute(Qt::WA_DeleteOnClose);
            m_menu->addAction(tr("Remove the tag “%1”").arg(shown), this, [this, tag] { emit removed(tag); });
            m_menu->popup(chip->mapToGlobal(QPoint(0, chip->height())));
        });
        chip->show();
        m_flow->addWidget(chip);
        m_chips.append(chip);
    }
    m_flow->addWidget(m_edit);
    m_flow->addWidget(m_add);
    updateGeometry();
}

void TagRow::abandon()
{
    if (m_menu)
        m_menu->close();
    m_edit->clear();
    m_edit->hide();
    m_add->show();
}

void TagRow::finish(bool store)
{
    const QString tag = m_edit->text().trimmed();
    m_edit->clear();
    m_edit->hide();
    m_add->show();
    m_add->setFocus();
    if (store && !tag.isEmpty() && !m_tags.contains(tag))
        emit added(tag);
}

bool TagRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        finish(false);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TagRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    setMinimumHeight(m_flow->heightForWidth(width()));
}

} // namespace liaison
