// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

namespace liaison {

class Preferences;
class DiagnosticsPage;
class Session;
namespace update {
class UpdateService;
}

/// Settings in three pages: appearance and sounds, canned replies, diagnostics. Takes effect at once; there is nothing to confirm.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    SettingsDialog(Preferences *preferences, Session *session, QWidget *parent = nullptr);
    /// What of updates belongs into diagnostics; not owned.
    void setUpdates(const update::UpdateService *updates);

signals:
    void soundTried();

private:
    DiagnosticsPage *m_diagnostics;
};

} // namespace liaison
