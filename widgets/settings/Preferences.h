// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Theme.h"

#include <QObject>
#include <QSettings>

namespace liaison {

/// What this user of this machine likes, kept in a file of its own (no secrets, nothing of customers). GUI thread; writes are cheap
/// and reach the disk by themselves.
class Preferences : public QObject
{
    Q_OBJECT
public:
    /// `file`: path of the ini file, made when first written.
    explicit Preferences(const QString &file, QObject *parent = nullptr);

    QString language() const; ///< "zh", "en" or empty for the system's
    void setLanguage(const QString &language);
    Theme::Mode themeMode() const;
    void setThemeMode(Theme::Mode mode);
    Theme::Density density() const;
    void setDensity(Theme::Density density);
    bool sounds() const;
    void setSounds(bool on);
    int volume() const; ///< 0…100
    void setVolume(int volume);
    bool showsTarget() const; ///< whether the list says the reply target
    void setShowsTarget(bool shows);

    QString hub() const; ///< address last used, as typed
    QString agentName() const;
    void setSignIn(const QString &hub, const QString &name);

    /// Window state and the like, under a name of the caller's.
    QVariant state(const QString &name) const;
    void setState(const QString &name, const QVariant &value);

    /// Gives the theme what is wished.
    void applyToTheme() const;

signals:
    void changed();
    void languageChanged();

private:
    void set(const QString &name, const QVariant &value);
    QSettings m_file;
};

} // namespace liaison
