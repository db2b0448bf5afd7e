// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Icons.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace liaison {

/// What stands where nothing is yet: says why, and what to do next. GUI thread.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(Icon icon, QWidget *parent = nullptr);
    /// `action` empty: no button.
    void setWords(const QString &title, const QString &text, const QString &action = {});

signals:
    void actionTriggered();

private:
    void redraw();
    Icon m_icon;
    QLabel *m_picture;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace liaison
