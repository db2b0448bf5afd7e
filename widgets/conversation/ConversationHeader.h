// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"

#include <QWidget>

class QPushButton;

namespace liaison {

class CountdownRing;
class ElidedLabel;
class Pill;

/// The head of a conversation: whom one talks to, where it comes from, how long he waits, and what one can do next. GUI thread.
class ConversationHeader : public QWidget
{
    Q_OBJECT
public:
    explicit ConversationHeader(QWidget *parent = nullptr);

    /// `now`: hub UTC ms; `targetMs`: answer within. Call it once a second and when the head changes.
    void show(const Conversation &conversation, qint64 now, qint64 targetMs);

    /// "0:12 left" or "1:42 over", empty if nobody waits; pure.
    static QString waitWords(qint64 needSince, qint64 targetMs, qint64 now);

signals:
    void acceptRequested();
    void declineRequested();
    void takeRequested();
    void transferRequested();
    void parkRequested();
    void resumeRequested();
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPushButton *makeButton(const QString &words, int icon, bool primary, void (ConversationHeader::*asked)());
    QString secondLine(const Conversation &conversation, qint64 now) const;

    ElidedLabel *m_name;
    ElidedLabel *m_line;
    Pill *m_wait;
    Pill *m_vip;
    CountdownRing *m_ring;
    QPushButton *m_accept;
    QPushButton *m_decline;
    QPushButton *m_take;
    QPushButton *m_transfer;
    QPushButton *m_park;
    QPushButton *m_resume;
    QPushButton *m_close;
    QString m_offer;
    qint64 m_offerWhole = 1;
};

} // namespace liaison
