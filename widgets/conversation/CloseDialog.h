// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Agent.h"

#include <QDialog>

class QLineEdit;

namespace liaison {

class FilteredList;

/// Asks for the wrap-up code that closes a conversation: type a few letters, arrows, Enter. The last one chosen stands first.
/// GUI thread.
class CloseDialog : public QDialog
{
    Q_OBJECT
public:
    CloseDialog(const QString &customer, const QList<WrapupCode> &codes, const QString &lastCode, QWidget *parent = nullptr);

    QString code() const; ///< empty if none matches
    QString note() const;

private:
    FilteredList *m_codes;
    QLineEdit *m_note;
};

} // namespace liaison
