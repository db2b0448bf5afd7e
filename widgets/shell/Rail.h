// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QWidget>

namespace liaison {

class RailButton;

/// Where: the pages of the window, one picture each; only what exists. GUI thread.
class Rail : public QWidget
{
    Q_OBJECT
public:
    enum class Page { Conversations, Queue, Customers, Settings };

    explicit Rail(QWidget *parent = nullptr);
    void setPage(Page page);
    Page page() const { return m_page; }
    void setBadge(Page page, int count);

signals:
    void pageChosen(liaison::Rail::Page page);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Page m_page = Page::Conversations;
    QList<RailButton *> m_buttons;
};

} // namespace liaison
