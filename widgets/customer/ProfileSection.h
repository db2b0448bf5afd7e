// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace liaison {

/// A titled part of the profile with a line above it and, at the right of the title, at most one thing to do. GUI thread.
class ProfileSection : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileSection(QWidget *parent = nullptr);
    /// `action` empty: none. `actionName` is what a screen reader says, with the section's subject.
    void setTitle(const QString &title, const QString &action = {}, const QString &actionName = {});
    /// Where the section's own widgets go.
    QVBoxLayout *body() const { return m_body; }

signals:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_title;
    QToolButton *m_action;
    QVBoxLayout *m_body;
};

} // namespace liaison
