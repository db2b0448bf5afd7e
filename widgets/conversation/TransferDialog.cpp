// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/TransferDialog.h"

#include "widgets/theme/Icons.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {
namespace {

constexpr int agentRole = Qt::UserRole;
constexpr int queueRole = Qt::UserRole + 1;

QString statusWords(AgentStatus status)
{
    switch (status) {
    case AgentStatus::Available: return TransferDialog::tr("available");
    case AgentStatus::Busy: return TransferDialog::tr("busy");
    case AgentStatus::Break: return TransferDialog::tr("on a break");
    case AgentStatus::Offline: return TransferDialog::tr("offline");
    }
    return {};
}

bool canTake(const Agent &agent) { return agent.status == AgentStatus::Available || agent.status == AgentStatus::Busy; }

} // namespace

TransferDialog::TransferDialog(const QString &customer, const QList<Queue> &queues, QWidget *parent)
    : QDialog(parent), m_queues(queues), m_filter(new QLineEdit(this)), m_list(new QListWidget(this)),
      m_trouble(new QLabel(this)), m_note(new QPlainTextEdit(this))
{
    setWindowTitle(tr("Transfer"));
    auto *head = new QLabel(tr("Who takes over the conversation with %1?").arg(customer), this);
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setText(tr("Asking who is there…"));
    m_filter->setPlaceholderText(tr("Type a name"));
    m_filter->setAccessibleName(tr("Find an agent or a queue"));
    m_list->setAccessibleName(tr("Agents and queues"));
    m_list->setMinimumHeight(220);
    m_note->setPlaceholderText(tr("What should they know? Only colleagues see it."));
    m_note->setAccessibleName(tr("Note for the one who takes over"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(64);
    auto *buttons = new QDialogButtonBox(this);
    m_transfer = buttons->addButton(tr("Transfer"), QDialogButtonBox::AcceptRole);
    m_transfer->setProperty("look", "primary");
    m_transfer->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    for (QWidget *widget : {static_cast<QWidget *>(head), static_cast<QWidget *>(m_filter), static_cast<QWidget *>(m_list),
                            static_cast<QWidget *>(m_trouble), static_cast<QWidget *>(m_note), static_cast<QWidget *>(buttons)})
        layout->addWidget(widget);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, &TransferDialog::fill);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) { m_transfer->setEnabled(row >= 0); });
    m_filter->installEventFilter(this);
    fill();
    resize(440, sizeHint().height());
    m_filter->setFocus();
}

void TransferDialog::setAgents(const QList<Agent> &agents, const QString &error)
{
    m_agents = agents;
    std::stable_sort(m_agents.begin(), m_agents.end(), [](const Agent &a, const Agent &b) {
        return std::make_pair(!canTake(a), a.load) < std::make_pair(!canTake(b), b.load);
    });
    m_trouble->setText(!error.isEmpty() ? error : agents.isEmpty() ? tr("No other agent is signed in.") : QString());
    m_trouble->setVisible(!m_trouble->text().isEmpty());
    fill();
}

void TransferDialog::fill()
{
    const QString typed = m_filter->text().trimmed();
    const auto fits = [&typed](const QString &name) { return typed.isEmpty() || name.contains(typed, Qt::CaseInsensitive); };
    const QListWidgetItem *before = m_list->currentItem();
    const QString kept = before ? before->data(agentRole).toString() + before->data(queueRole).toString() : QString();
    m_list->clear();
    for (const Agent &agent : std::as_const(m_agents)) {
        const QString name = agent.display.isEmpty() ? agent.name : agent.display;
        if (!fits(name) && !fits(agent.name))
            continue;
        auto *item = new QListWidgetItem(
            Icons::icon(canTake(agent) ? Icon::PersonAvailable : Icon::PersonClock),
            tr("%1 — %2, %3 of %4")
                .arg(name, statusWords(agent.status), QString::number(agent.load), QString::number(agent.capacity)),
            m_list);
        item->setData(agentRole, agent.id);
        if (!canTake(agent)) // seen, so that one knows why not
            item->setFlags(item->flags() & ~(Qt::ItemIsEnabled | Qt::ItemIsSelectable));
    }
    for (const Queue &queue : std::as_const(m_queues)) {
        if (!fits(queue.name))
            continue;
        auto *item = new QListWidgetItem(Icons::icon(Icon::PeopleQueue),
                                         tr("Queue %1 — %n waiting", nullptr, queue.waiting).arg(queue.name), m_list);
        item->setData(queueRole, queue.id);
    }
    int choice = -1;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem *item = m_list->item(row);
        if (!(item->flags() & Qt::ItemIsEnabled))
            continue;
        if (choice < 0 || item->data(agentRole).toString() + item->data(queueRole).toString() == kept)
            choice = row;
    }
    m_list->setCurrentRow(choice);
    m_transfer->setEnabled(choice >= 0);
}

bool TransferDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

QString TransferDialog::agent() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(agentRole).toString() : QString();
}

QString TransferDialog::queue() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(queueRole).toString() : QString();
}

QString TransferDialog::note() const { return m_note->toPlainText().trimmed().left(2000); }

} // namespace liaison
