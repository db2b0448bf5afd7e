// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Theme.h"

#include <QObject>
#include <QSettings>

namespace liaison {

/// How the workstation looks and sounds on this machine; an INI file without anything secret. GUI thread.
class Preferences : public QObject
{
    Q_OBJECT
public:
    /// `file`: path of the INI file; made when something is first set.
    explicit Preferences(const QString &file, QObject *parent = nullptr);

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

signals:
    void languageChanged();
    void changed();

private:
    void set(const QString &key, const QVariant &value);
    QSettings m_file;
};

} // namespace liaison
