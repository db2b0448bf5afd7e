// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QFormLayout;

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

private:
    /// A row of the form; one that the organisation has set is shown, and cannot be changed.
    void addSetting(QFormLayout *form, const QString &label, QWidget *field, bool managed);
};

} // namespace liaison
