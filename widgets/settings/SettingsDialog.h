// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

namespace liaison {

class Preferences;
class Session;
namespace update {
class UpdateService;
}

/// Settings in three pages: appearance and sounds, canned replies, diagnostics. Takes effect at once; there is nothing to confirm.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    /// `updates`: what diagnostics say of them; null where this program does not look for any. Nothing is owned.
    SettingsDialog(Preferences *preferences, Session *session, const update::UpdateService *updates, QWidget *parent = nullptr);

signals:
    void soundTried();
};

} // namespace liaison
