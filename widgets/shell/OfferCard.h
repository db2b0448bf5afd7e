// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>

class QLabel;
class QPushButton;

namespace liaison {

class Avatar;
class CountdownRing;
class ElidedLabel;
class Pill;
class Session;

/// A conversation that is offered to the agent: who it is, what was written, how long there is to decide. Stands over the window
/// without taking the keyboard away from what is being typed. GUI thread.
class OfferCard : public QFrame
{
    Q_OBJECT
public:
    OfferCard(Session *session, const QString &conversation, QWidget *parent = nullptr);
    const QString &conversation() const { return m_conversation; }
    /// Seconds moved on.
    void tick();
    /// The time to decide is up, and the hub's word about it is late.
    bool isOver() const;
    /// How many other offers stand in the list.
    void setMore(int others);
    void accept();
    void decline();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    Session *m_session;
    QString m_conversation;
    qint64 m_whole = 0;
    Avatar *m_avatar;
    ElidedLabel *m_name;
    Pill *m_vip;
    ElidedLabel *m_about;
    QLabel *m_text;
    QLabel *m_more;
    CountdownRing *m_ring;
    QPushButton *m_accept;
    QPushButton *m_decline;
};

} // namespace liaison
