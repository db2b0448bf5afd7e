// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>

namespace liaison {

/// A small grid of emoji that fit a service desk. Arrow keys move, Enter takes one, Esc closes. Deletes itself. GUI thread.
class EmojiPopup : public QFrame
{
    Q_OBJECT
public:
    explicit EmojiPopup(QWidget *parent);
    /// Opens above `anchor`.
    void popupAbove(const QWidget *anchor);

signals:
    void chosen(const QString &emoji);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace liaison
