// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConfirmOldDialog.h"
#include "models/session/Session.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

namespace liaison {

ConfirmOldDialog::ConfirmOldDialog(Session *session, const QStringList &cids, QWidget *parent)
    : QDialog(parent), m_session(session), m_list(new QTreeWidget(this))
{
    setWindowTitle(tr("Still send this?"));
    setMinimumSize(560, 320);
    auto *title = new QLabel(tr("%n thing(s) waited for more than ten minutes", nullptr, int(cids.size())), this);
    title->setFont(Theme::instance().font(FontRole::Heading));
    auto *text =
        new QLabel(tr("The customer may have moved on. What is ticked is sent; texts that are not return to the draft."), this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    m_list->setAccessibleName(tr("Waiting to be sent"));
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({tr("Customer"), tr("What"), tr("Written")});
    m_list->setRootIsDecorated(false);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_list->header()->setStretchLastSection(false);
    const QSet<QString> wanted(cids.begin(), cids.end());
    QSet<QString> listed;
    for (const Conversation &conversation : session->conversations()) {
        for (const PendingMessage &pending : session->pending(conversation.id)) {
            if (!wanted.contains(pending.message.mid))
                continue;
            listed.insert(pending.message.mid);
            auto *item = new QTreeWidgetItem(m_list);
            item->setText(0, conversation.customerName.isEmpty() ? tr("Visitor") : conversation.customerName);
            item->setText(1,
                          pending.message.kind == MessageKind::Text ? pending.message.text.simplified() : tr("A file or note"));
            item->setText(2, TimeWords::moment(pending.message.at, session->hubNow()));
            item->setCheckState(0, Qt::Checked);
            item->setData(0, Qt::UserRole, pending.message.mid);
        }
    }
    for (const QString &cid : cids) {
        if (listed.contains(cid))
            continue;
        auto *item = new QTreeWidgetItem(m_list);
        item->setText(1, tr("A change without a text"));
        item->setCheckState(0, Qt::Checked);
        item->setData(0, Qt::UserRole, cid);
    }
    auto *none = new QPushButton(tr("Send none, keep the texts as drafts"), this);
    auto *send = new QPushButton(tr("Send what is ticked"), this);
    send->setProperty("look", QStringLiteral("primary"));
    send->setDefault(true);
    for (QPushButton *button : {none, send})
        button->setAccessibleName(button->text());
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(none);
    buttons->addWidget(send);
    auto *column = new QVBoxLayout(this);
    column->addWidget(title);
    column->addWidget(text);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
    connect(none, &QPushButton::clicked, this, [this] { finish(false); });
    connect(send, &QPushButton::clicked, this, [this] { finish(true); });
}

void ConfirmOldDialog::finish(bool send)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        const QTreeWidgetItem *item = m_list->topLevelItem(i);
        const QString cid = item->data(0, Qt::UserRole).toString();
        if (send && item->checkState(0) == Qt::Checked)
            m_session->retry(cid);
        else
            m_session->discard(cid);
    }
    accept();
}

} // namespace liaison
