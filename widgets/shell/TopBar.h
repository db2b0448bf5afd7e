// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>
#include <QWidget>

class QToolButton;

namespace liaison {

class SearchField;
class StatusButton;
class Session;

/// The product's name, the search over everything, and what the agent says of himself. GUI thread.
class TopBar : public QWidget
{
    Q_OBJECT
public:
    explicit TopBar(Session *session, QWidget *parent = nullptr);
    SearchField *search() const { return m_search; }
    void openStatusMenu();

signals:
    void signOutWanted();
    void shortcutsWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void updateStatus();
    void fillMenu();

    Session *m_session;
    QTimer m_recount;
    SearchField *m_search;
    StatusButton *m_status;
};

} // namespace liaison
