// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/NotesSection.h"

#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {

NotesSection::NotesSection(QWidget *parent)
    : ProfileSection(parent), m_list(nullptr), m_editor(new QWidget(this)), m_text(new QPlainTextEdit(m_editor)),
      m_store(new QPushButton(tr("Add note"), m_editor))
{
    setTitle(tr("Shared notes"), tr("Add"), tr("Add a shared note"));
    auto *editor = new QVBoxLayout(m_editor);
    editor->setContentsMargins(0, 0, 0, 0);
    m_text->setAccessibleName(tr("New shared note"));
    m_text->setPlaceholderText(tr("Colleagues see it, the customer never does"));
    m_text->setFixedHeight(64);
    m_text->setTabChangesFocus(true);
    auto *cancel = new QPushButton(tr("Cancel"), m_editor);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_store);
    editor->addWidget(m_text);
    editor->addLayout(buttons);
    m_editor->hide();
    body()->addWidget(m_editor);

    m_store->setEnabled(false);
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this] { m_store->setEnabled(!m_text->toPlainText().trimmed().isEmpty()); });
    connect(this, &ProfileSection::actionTriggered, this, [this] {
        m_editor->show();
        m_text->setFocus();
    });
    connect(cancel, &QPushButton::clicked, this, [this] {
        m_text->clear();
        m_editor->hide();
    });
    connect(m_store, &QPushButton::clicked, this, [this] {
        const QString text = m_text->toPlainText().trimmed();
        m_text->clear();
        m_editor->hide();
        emit added(text);
    });
    rebuild();
}

void NotesSection::setCustomer(const QString &id)
{
    if (id == m_customer)
        return;
    if (const QString text = m_text->toPlainText(); !text.isEmpty())
        m_begun.insert(m_customer, text);
    m_customer = id;
    const QString begun = m_begun.take(id);
    m_text->setPlainText(begun);
    m_editor->setVisible(!begun.isEmpty());
}

void NotesSection::setNotes(const QList<CustomerNote> &notes)
{
    if (notes == m_notes)
        return;
    m_notes = notes;
    rebuild();
}

void NotesSection::rebuild()
{
    delete m_list;
    m_list = new QWidget(this);
    auto *rows = new QVBoxLayout(m_list);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    QList<CustomerNote> sorted = m_notes;
    std::stable_sort(sorted.begin(), sorted.end(), [](const CustomerNote &a, const CustomerNote &b) { return a.at > b.at; });
    for (const CustomerNote &note : sorted) {
        auto *text = new QLabel(note.text, m_list);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setFont(Theme::instance().font(FontRole::Body));
        text->setAccessibleName(tr("Note by %1").arg(note.byName));
        auto *by = new QLabel(
            tr("%1 · %2", "author · date").arg(note.byName, TimeWords::moment(note.at, QDateTime::currentMSecsSinceEpoch())),
            m_list);
        by->setTextFormat(Qt::PlainText);
        by->setFont(Theme::instance().font(FontRole::Small));
        by->setForegroundRole(QPalette::PlaceholderText);
        rows->addWidget(text);
        rows->addWidget(by);
    }
    if (sorted.isEmpty()) {
        auto *none = new QLabel(tr("No notes yet"), m_list);
        none->setFont(Theme::instance().font(FontRole::Secondary));
        none->setForegroundRole(QPalette::PlaceholderText);
        rows->addWidget(none);
    }
    body()->addWidget(m_list);
    m_list->show();
}

} // namespace liaison
