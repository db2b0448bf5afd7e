// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace liaison {

/// What stands in the place of the locked window: who is signed in, and a field for the password. It knows nothing else, so there is
/// nothing in it to be read. GUI thread.
class LockWindow : public QWidget
{
    Q_OBJECT
public:
    /// `name`: that of the agent.
    explicit LockWindow(const QString &name, QWidget *parent = nullptr);
    /// Ends the wait for an answer; the words say why it stays locked.
    void refuse(const QString &words);

signals:
    void unlockWanted(const QString &password);
    /// The window was closed: the program is to end.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void updateState();

    QLineEdit *m_password;
    QLabel *m_error;
    QPushButton *m_go;
    bool m_asking = false;
};

} // namespace liaison
