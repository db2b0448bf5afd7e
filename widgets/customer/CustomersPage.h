// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Customer.h"

#include <QTimer>
#include <QWidget>

class QListWidget;
class QLabel;
class QLineEdit;
class QPushButton;

namespace liaison {

class EmptyState;
class Session;

/// Finds known customers by name, phone or account, and opens a conversation with one who is away. GUI thread.
class CustomersPage : public QWidget
{
    Q_OBJECT
public:
    explicit CustomersPage(Session *session, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void find();
    QList<Customer> recent() const; ///< whom this agent served last, newest first
    void show(const QList<Customer> &customers, const QString &error);
    void openSelected();

    Session *m_session;
    QLineEdit *m_typed;
    QLabel *m_heading;
    QListWidget *m_list;
    QPushButton *m_open;
    EmptyState *m_empty;
    QTimer m_pause;
};

} // namespace liaison
