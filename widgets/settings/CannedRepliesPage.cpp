// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/CannedRepliesPage.h"

#include "models/domain/Ids.h"
#include "models/lists/CannedReplyModel.h"
#include "models/session/Session.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>

namespace liaison {

CannedRepliesPage::CannedRepliesPage(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(new CannedReplyModel(session, this)), m_list(new QListView(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 16, 16, 16);
    row->setSpacing(16);

    auto *left = new QVBoxLayout;
    auto *find = new QLineEdit(this);
    find->setAccessibleName(tr("Find a canned reply"));
    find->setPlaceholderText(tr("Find by shortcut or words"));
    find->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("Canned replies"));
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    auto *fresh = new QPushButton(tr("New reply"), this);
    left->addWidget(find);
    left->addWidget(m_list, 1);
    left->addWidget(fresh);
    row->addLayout(left, 2);
    row->addWidget(buildEditor(), 3);

    connect(find, &QLineEdit::textChanged, m_model, &CannedReplyModel::setTyped);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { showReply(m_model->reply(current.row())); });
    connect(m_model, &QAbstractItemModel::modelReset, this, &CannedRepliesPage::updateButtons);
    connect(fresh, &QPushButton::clicked, this, [this] {
        m_list->clearSelection();
        CannedReply reply;
        reply.scope = QStringLiteral("mine");
        showReply(reply);
        m_shortcut->setFocus();
    });
    CannedReply none;
    none.scope = QStringLiteral("mine");
    showReply(none);
}

QWidget *CannedRepliesPage::buildEditor()
{
    auto *editor = new QWidget(this);
    auto *form = new QFormLayout(editor);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    m_shortcut = new QLineEdit(editor);
    m_shortcut->setAccessibleName(tr("Shortcut"));
    m_shortcut->setMaxLength(40);
    m_title = new QLineEdit(editor);
    m_title->setAccessibleName(tr("Title"));
    m_title->setMaxLength(80);
    m_text = new QPlainTextEdit(editor);
    m_text->setAccessibleName(tr("Text"));
    m_text->setTabChangesFocus(true);
    m_scope = new QComboBox(editor);
    m_scope->setAccessibleName(tr("Who sees it"));
    m_scope->addItem(tr("Only me"), QStringLiteral("mine"));
    m_scope->addItem(tr("Everybody"), QStringLiteral("all"));
    m_hint = new QLabel(tr("Variables: {customer.name} {agent.name} {queue.name} {today.date}; with words for an empty one: "
                           "{customer.name|customer}"),
                        editor);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setFont(Theme::instance().font(FontRole::Secondary));
    m_store = new QPushButton(tr("Save"), editor);
    m_store->setProperty("look", QStringLiteral("primary"));
    m_remove = new QPushButton(tr("Delete"), editor);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_remove);
    buttons->addStretch();
    buttons->addWidget(m_store);
    form->addRow(tr("Shortcut"), m_shortcut);
    form->addRow(tr("Title"), m_title);
    form->addRow(tr("Text"), m_text);
    form->addRow(QString(), m_hint);
    form->addRow(tr("Who sees it"), m_scope);
    form->addRow(buttons);
    for (QLineEdit *edit : {m_shortcut, m_title})
        connect(edit, &QLineEdit::textChanged, this, &CannedRepliesPage::updateButtons);
    connect(m_text, &QPlainTextEdit::textChanged, this, &CannedRepliesPage::updateButtons);
    connect(m_store, &QPushButton::clicked, this, &CannedRepliesPage::store);
    connect(m_remove, &QPushButton::clicked, this, [this] { m_session->removeCanned(m_shown.id); });
    return editor;
}

void CannedRepliesPage::showReply(const CannedReply &reply)
{
    m_shown = reply;
    m_shortcut->setText(reply.shortcut);
    m_title->setText(reply.title);
    m_text->setPlainText(reply.text);
    m_scope->setCurrentIndex(qMax(0, m_scope->findData(reply.scope)));
    updateButtons();
}

void CannedRepliesPage::store()
{
    CannedReply reply = m_shown;
    if (reply.id.isEmpty())
        reply.id = newId();
    reply.shortcut = m_shortcut->text().trimmed();
    reply.title = m_title->text().trimmed();
    reply.text = m_text->toPlainText().trimmed();
    reply.scope = m_scope->currentData().toString();
    m_session->saveCanned(reply);
    m_shown = reply;
    updateButtons();
}

void CannedRepliesPage::updateButtons()
{
    m_store->setEnabled(!m_shortcut->text().trimmed().isEmpty() && !m_title->text().trimmed().isEmpty() &&
                        !m_text->toPlainText().trimmed().isEmpty());
    m_remove->setEnabled(!m_shown.id.isEmpty());
}

} // namespace liaison
