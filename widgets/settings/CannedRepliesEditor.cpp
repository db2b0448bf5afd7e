// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/CannedRepliesEditor.h"
#include "models/session/Session.h"
#include "widgets/controls/SearchField.h"
#include "widgets/theme/Icons.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace liaison {

CannedRepliesEditor::CannedRepliesEditor(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_find(new SearchField(tr("Find a canned reply"), {}, this)),
      m_list(new QListWidget(this)), m_shortcut(new QLineEdit(this)), m_title(new QLineEdit(this)),
      m_text(new QPlainTextEdit(this)), m_scope(new QComboBox(this)), m_language(new QComboBox(this)), m_hint(new QLabel(this)),
      m_save(new QPushButton(tr("Save"), this)), m_remove(new QPushButton(tr("Delete"), this))
{
    m_list->setAccessibleName(tr("Canned replies"));
    m_shortcut->setAccessibleName(tr("Letters that bring it up"));
    m_title->setAccessibleName(tr("Title"));
    m_text->setAccessibleName(tr("Text of the reply"));
    m_scope->setAccessibleName(tr("For whom"));
    m_language->setAccessibleName(tr("Language"));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(110);
    m_list->setMinimumHeight(220);
    m_scope->addItem(tr("Only me"), QStringLiteral("mine"));
    m_scope->addItem(tr("Everybody"), QStringLiteral("all"));
    m_language->addItem(tr("Any language"), QString());
    m_language->addItem(QStringLiteral("中文"), QStringLiteral("zh"));
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_save->setProperty("look", QStringLiteral("primary"));

    auto *add = new QPushButton(Icons::icon(Icon::Add), tr("New reply"), this);
    for (QPushButton *button : {add, m_save, m_remove})
        button->setAccessibleName(button->text());
    auto *left = new QVBoxLayout;
    left->addWidget(m_find);
    left->addWidget(m_list, 1);
    left->addWidget(add, 0, Qt::AlignLeft);
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("Letters"), m_shortcut);
    form->addRow(tr("Title"), m_title);
    form->addRow(tr("Text"), m_text);
    form->addRow(tr("For whom"), m_scope);
    form->addRow(tr("Language"), m_language);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_remove);
    buttons->addStretch();
    buttons->addWidget(m_save);
    auto *right = new QVBoxLayout;
    right->addLayout(form);
    right->addWidget(m_hint);
    right->addLayout(buttons);
    right->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addLayout(left, 2);
    row->addLayout(right, 3);

    connect(m_find, &QLineEdit::textChanged, this, &CannedRepliesEditor::fillList);
    connect(m_session, &Session::cannedChanged, this, &CannedRepliesEditor::fillList);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (!item)
            return;
        const QString id = item->data(Qt::UserRole).toString();
        for (const CannedReply &reply : m_session->cannedReplies()) {
            if (reply.id == id)
                showReply(reply);
        }
    });
    connect(add, &QPushButton::clicked, this, [this] {
        m_list->setCurrentItem(nullptr);
        CannedReply fresh;
        fresh.scope = QStringLiteral("mine");
        showReply(fresh);
        m_shortcut->setFocus();
    });
    connect(m_save, &QPushButton::clicked, this, &CannedRepliesEditor::save);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        const auto answer = QMessageBox::question(this, tr("Delete this reply?"), tr("It is gone for everybody who may use it."),
                                                  QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer != QMessageBox::Yes)
            return;
        m_session->removeCanned(m_shown.id);
        CannedReply fresh;
        fresh.scope = QStringLiteral("mine");
        showReply(fresh);
    });
    connect(m_title, &QLineEdit::textChanged, this, &CannedRepliesEditor::updateState);
    connect(m_text, &QPlainTextEdit::textChanged, this, &CannedRepliesEditor::updateState);
    CannedReply fresh;
    fresh.scope = QStringLiteral("mine");
    showReply(fresh);
    fillList();
}

bool CannedRepliesEditor::mayEdit(const CannedReply &reply) const
{
    // The hub decides; this only keeps an agent from typing what it would refuse.
    return reply.id.isEmpty() || reply.scope == QLatin1String("mine") || m_session->me().role != QLatin1String("agent");
}

void CannedRepliesEditor::fillList()
{
    const QString shown = m_shown.id;
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    const QList<CannedReply> all = m_session->cannedReplies();
    const QString typed = m_find->text().trimmed();
    for (const CannedReply &reply : typed.isEmpty() ? all : findCannedReplies(all, typed, 200)) {
        const QString title = reply.title.isEmpty() ? reply.text.simplified().left(40) : reply.title;
        auto *item =
            new QListWidgetItem(reply.shortcut.isEmpty() ? title : QStringLiteral("%1   %2").arg(reply.shortcut, title), m_list);
        item->setData(Qt::UserRole, reply.id);
        if (reply.id == shown)
            m_list->setCurrentItem(item);
    }
}

void CannedRepliesEditor::showReply(const CannedReply &reply)
{
    m_shown = reply;
    m_shortcut->setText(reply.shortcut);
    m_title->setText(reply.title);
    m_text->setPlainText(reply.text);
    m_scope->setCurrentIndex(qMax(0, m_scope->findData(reply.scope)));
    m_language->setCurrentIndex(qMax(0, m_language->findData(reply.language)));
    updateState();
}

void CannedRepliesEditor::updateState()
{
    const bool mine = mayEdit(m_shown);
    for (QLineEdit *line : {m_shortcut, m_title})
        line->setReadOnly(!mine);
    m_text->setReadOnly(!mine);
    m_scope->setEnabled(mine && m_session->me().role != QLatin1String("agent"));
    m_language->setEnabled(mine);
    m_save->setEnabled(mine && !m_title->text().trimmed().isEmpty() && !m_text->toPlainText().trimmed().isEmpty());
    m_remove->setVisible(mine && !m_shown.id.isEmpty());
    m_hint->setText(mine ? tr("{customer.name}, {agent.name}, {queue.name}, {date} and {time} are filled in; {customer.name|dear "
                              "customer} has something to say when the name is unknown.")
                         : tr("This reply belongs to everybody; a monitor can change it."));
}

void CannedRepliesEditor::save()
{
    CannedReply reply = m_shown;
    reply.shortcut = m_shortcut->text().trimmed();
    reply.title = m_title->text().trimmed();
    reply.text = m_text->toPlainText().trimmed();
    reply.scope = m_scope->currentData().toString();
    reply.language = m_language->currentData().toString();
    m_session->saveCanned(reply);
    m_shown = reply;
    updateState();
}

} // namespace liaison
