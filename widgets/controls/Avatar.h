// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Icons.h"

#include <QWidget>

class QPainter;

namespace liaison {

/// A customer's first letter on a neutral circle, with a small badge that says through which channel he came. GUI thread.
class Avatar : public QWidget
{
    Q_OBJECT
public:
    explicit Avatar(int size, QWidget *parent = nullptr);
    void setCustomer(const QString &name, const QString &channel);
    QSize sizeHint() const override { return {m_size, m_size}; }

    /// For delegates. `channel` empty: no badge. `ground` is what lies behind the badge's rim.
    static void paint(QPainter *painter, const QRect &rect, const QString &name, const QString &channel, const QColor &ground);
    /// The picture of a channel ("web", "phone", "mail" …).
    static Icon channelIcon(const QString &channel);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_size;
    QString m_name;
    QString m_channel;
};

} // namespace liaison
