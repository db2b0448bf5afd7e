// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/TransferDialog.h"

#include "widgets/controls/FilteredList.h"
#include "widgets/theme/Icons.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {
namespace {

// A row's id says which of the two it is.
const QString agentRow = QStringLiteral("agent:");
const QString queueRow = QStringLiteral("queue:");

QString idBehind(const QString &prefix, const QString &row)
{
    return row.startsWith(prefix) ? row.mid(prefix.size()) : QString();
}

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
    : QDialog(parent), m_queues(queues),
      m_list(new FilteredList(tr("Type a name"), tr("Find an agent or a queue"), tr("Agents and queues"), this)),
      m_trouble(new QLabel(this)), m_note(new QPlainTextEdit(this))
{
    setWindowTitle(tr("Transfer"));
    auto *head = new QLabel(tr("Who takes over the conversation with %1?").arg(customer), this);
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setText(tr("Asking who is there…"));
    m_note->setPlaceholderText(tr("What should they know? Only colleagues see it."));
    m_note->setAccessibleName(tr("Note for the one who takes over"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(64);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *transfer = buttons->addButton(tr("Transfer"), QDialogButtonBox::AcceptRole);
    transfer->setProperty("look", "primary");
    transfer->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    for (QWidget *widget : {static_cast<QWidget *>(head), static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_trouble),
                            static_cast<QWidget *>(m_note), static_cast<QWidget *>(buttons)})
        layout->addWidget(widget);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &FilteredList::taken, this, &QDialog::accept);
    connect(m_list, &FilteredList::currentChanged, transfer,
            [transfer](const QString &id) { transfer->setEnabled(!id.isEmpty()); });
    fill();
    resize(440, sizeHint().height());
    m_list->setFocus();
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
    QList<FilteredList::Row> rows;
    for (const Agent &agent : std::as_const(m_agents)) {
        const QString name = agent.display.isEmpty() ? agent.name : agent.display;
        const QString words =
            tr("%1 — %2, %3 of %4")
                .arg(name, statusWords(agent.status), QString::number(agent.load), QString::number(agent.capacity));
        rows.append({agentRow + agent.id,
                     words,
                     {name, agent.name},
                     Icons::icon(canTake(agent) ? Icon::PersonAvailable : Icon::PersonClock),
                     canTake(agent)});
    }
    for (const Queue &queue : std::as_const(m_queues))
        rows.append({queueRow + queue.id,
                     tr("Queue %1 — %n waiting", nullptr, queue.waiting).arg(queue.name),
                     {queue.name},
                     Icons::icon(Icon::PeopleQueue),
                     true});
    m_list->setRows(rows);
}

QString TransferDialog::agent() const { return idBehind(agentRow, m_list->currentId()); }
QString TransferDialog::queue() const { return idBehind(queueRow, m_list->currentId()); }

QString TransferDialog::note() const { return m_note->toPlainText().trimmed().left(2000); }

} // namespace liaison
