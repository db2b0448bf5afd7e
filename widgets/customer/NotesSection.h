// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Customer.h"
#include "widgets/customer/ProfileSection.h"

#include <QHash>

class QPlainTextEdit;
class QPushButton;

namespace liaison {

/// Notes on the customer that every agent who serves him sees, newest first, and a field to add one. GUI thread.
class NotesSection : public ProfileSection
{
    Q_OBJECT
public:
    explicit NotesSection(QWidget *parent = nullptr);
    /// A note that is being written stays with the customer it was begun for.
    void setCustomer(const QString &id);
    void setNotes(const QList<CustomerNote> &notes);

signals:
    void added(const QString &text);

private:
    void rebuild();
    QString m_customer;
    QHash<QString, QString> m_begun; ///< by customer
    QList<CustomerNote> m_notes;
    QWidget *m_list;
    QWidget *m_editor;
    QPlainTextEdit *m_text;
    QPushButton *m_store;
};

} // namespace liaison
