// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Customer.h"
#include "widgets/customer/ProfileSection.h"

class QPlainTextEdit;
class QPushButton;

namespace liaison {

/// Notes on the customer that every agent who serves him sees, newest first, and a field to add one. GUI thread.
class NotesSection : public ProfileSection
{
    Q_OBJECT
public:
    explicit NotesSection(QWidget *parent = nullptr);
    void setNotes(const QList<CustomerNote> &notes);

signals:
    void added(const QString &text);

private:
    void rebuild();
    QList<CustomerNote> m_notes;
    QWidget *m_list;
    QWidget *m_editor;
    QPlainTextEdit *m_text;
    QPushButton *m_store;
};

} // namespace liaison
