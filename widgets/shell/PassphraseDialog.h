// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace liaison {

/// Asks for the passphrase of the local history where the system has no secret store, or lost the key. GUI thread.
class PassphraseDialog : public QDialog
{
    Q_OBJECT
public:
    enum class Purpose { Unlock, Create };
    explicit PassphraseDialog(Purpose purpose, QWidget *parent = nullptr);
    void setError(const QString &text);
    QString passphrase() const;

private:
    void check();
    Purpose m_purpose;
    QLineEdit *m_first;
    QLineEdit *m_second;
    QLabel *m_error;
    QPushButton *m_go;
};

} // namespace liaison
