// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Agent.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;

namespace liaison {

class FilteredList;

/// Chooses to whom a conversation goes: an agent, with status and load, or a queue; and what that one should know. GUI thread.
class TransferDialog : public QDialog
{
    Q_OBJECT
public:
    TransferDialog(const QString &customer, const QList<Queue> &queues, QWidget *parent = nullptr);

    /// The answer of the hub; `error` in words if there is none.
    void setAgents(const QList<Agent> &agents, const QString &error);

    QString agent() const; ///< id; empty if a queue is chosen
    QString queue() const; ///< id; empty if an agent is chosen
    QString note() const;

private:
    void fill();

    QList<Queue> m_queues;
    QList<Agent> m_agents;
    FilteredList *m_list;
    QLabel *m_trouble;
    QPlainTextEdit *m_note;
};

} // namespace liaison
