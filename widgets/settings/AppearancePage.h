// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace liaison {

class Preferences;

/// Language, theme, density and sounds. GUI thread.
class AppearancePage : public QWidget
{
    Q_OBJECT
public:
    explicit AppearancePage(Preferences *preferences, QWidget *parent = nullptr);

signals:
    /// The sound is to be heard at the volume set.
    void soundTried();
};

} // namespace liaison
