// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace liaison {

class Preferences;
class Session;

/// What the agent can set, in one column; everything takes effect at once. At the end, what the program knows of its own state
/// (link, store, versions; no secrets). GUI thread.
class SettingsPage : public QWidget
{
    Q_OBJECT
public:
    SettingsPage(Session *session, Preferences *preferences, QWidget *parent = nullptr);

    /// One line for each thing worth knowing when something is wrong; also copied by the button. No secrets, no message text.
    QString diagnostics() const;

signals:
    /// The agent wants to hear the offer sound.
    void soundTestWanted();

private:
    QVBoxLayout *section(QVBoxLayout *column, const QString &title);
    void updateDiagnostics();

    Session *m_session;
    Preferences *m_preferences;
    QLabel *m_diagnostics;
};

} // namespace liaison
