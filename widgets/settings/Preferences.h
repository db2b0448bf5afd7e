// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/policy/Policy.h"
#include "widgets/theme/Theme.h"

#include <QObject>
#include <QSettings>

namespace liaison {

/// How the workstation looks and sounds on this machine; an INI file without anything secret. What a policy lays down wins over it
/// and cannot be set here; what the agent had chosen stays in the file. GUI thread.
class Preferences : public QObject
{
    Q_OBJECT
public:
    /// `file`: path of the INI file; made when something is first set.
    explicit Preferences(const QString &file, const Policy &policy = {}, QObject *parent = nullptr);

    const Policy &policy() const { return m_policy; }
    /// True if the organisation has set this: one of policy_name's.
    bool isManaged(const char *key) const { return m_policy.isSet(key); }

    /// "zh", "en" or empty for the system's.
    QString language() const;
    void setLanguage(const QString &language);
    Theme::Mode theme() const;
    void setTheme(Theme::Mode mode);
    Theme::Density density() const;
    void setDensity(Theme::Density density);
    bool sounds() const;
    void setSounds(bool on);
    /// 0–100.
    int volume() const;
    void setVolume(int percent);

    /// Geometry, splitters and the like: stored as they are.
    QVariant value(const QString &key) const { return m_file.value(key); }
    void setValue(const QString &key, const QVariant &value) { m_file.setValue(key, value); }
    void remove(const QString &key) { m_file.remove(key); }
    /// The folder for everything kept on this machine.
    QString folder() const;

signals:
    void languageChanged();
    void changed();

private:
    void set(const QString &key, const QVariant &value);
    /// What holds of one of the settings that a policy may name.
    QVariant effective(const char *key, const QVariant &otherwise = {}) const;
    QSettings m_file;
    Policy m_policy;
};

} // namespace liaison
