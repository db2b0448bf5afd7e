// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Icons.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace liaison {

/// A quiet strip across the top of what it concerns: offline, a store in trouble, something the agent should know. It covers nothing
/// and can be read by screen readers; hidden while it has no text. GUI thread.
class Band : public QWidget
{
    Q_OBJECT
public:
    enum class Tone { Information, Caution, Trouble };

    explicit Band(QWidget *parent = nullptr);
    /// `action` empty: no button. An empty text hides the band.
    void showText(const QString &text, Tone tone, const QString &action = {}, bool closable = false);
    QString text() const;
    /// One more button, of which whoever added it says when it is shown; for a band of its own kind.
    QPushButton *addButton(const QString &words);

signals:
    void actionTriggered();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Information;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QWidget *m_close;
};

} // namespace liaison
