// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/Preferences.h"

namespace liaison {

Preferences::Preferences(const QString &file, QObject *parent) : QObject(parent), m_file(file, QSettings::IniFormat) {}

void Preferences::set(const QString &name, const QVariant &value)
{
    if (m_file.value(name) == value)
        return;
    m_file.setValue(name, value);
    emit changed();
}

QString Preferences::language() const { return m_file.value(QStringLiteral("language")).toString(); }

void Preferences::setLanguage(const QString &language)
{
    if (this->language() == language)
        return;
    set(QStringLiteral("language"), language);
    emit languageChanged();
}

Theme::Mode Preferences::themeMode() const
{
    const QString mode = m_file.value(QStringLiteral("theme")).toString();
    return mode == QLatin1String("dark")    ? Theme::Mode::Dark
           : mode == QLatin1String("light") ? Theme::Mode::Light
                                            : Theme::Mode::System;
}

void Preferences::setThemeMode(Theme::Mode mode)
{
    set(QStringLiteral("theme"), mode == Theme::Mode::Dark    ? QStringLiteral("dark")
                                 : mode == Theme::Mode::Light ? QStringLiteral("light")
                                                              : QStringLiteral("system"));
    applyToTheme();
}

Theme::Density Preferences::density() const
{
    return m_file.value(QStringLiteral("density")).toString() == QLatin1String("compact") ? Theme::Density::Compact
                                                                                          : Theme::Density::Comfortable;
}

void Preferences::setDensity(Theme::Density density)
{
    set(QStringLiteral("density"),
        density == Theme::Density::Compact ? QStringLiteral("compact") : QStringLiteral("comfortable"));
    applyToTheme();
}

bool Preferences::sounds() const { return m_file.value(QStringLiteral("sounds"), true).toBool(); }
void Preferences::setSounds(bool on) { set(QStringLiteral("sounds"), on); }
int Preferences::volume() const { return qBound(0, m_file.value(QStringLiteral("volume"), 70).toInt(), 100); }
void Preferences::setVolume(int volume) { set(QStringLiteral("volume"), qBound(0, volume, 100)); }
bool Preferences::showsTarget() const { return m_file.value(QStringLiteral("showTarget"), true).toBool(); }
void Preferences::setShowsTarget(bool shows) { set(QStringLiteral("showTarget"), shows); }
QString Preferences::hub() const { return m_file.value(QStringLiteral("hub")).toString(); }
QString Preferences::agentName() const { return m_file.value(QStringLiteral("name")).toString(); }

void Preferences::setSignIn(const QString &hub, const QString &name)
{
    set(QStringLiteral("hub"), hub);
    set(QStringLiteral("name"), name);
}

QVariant Preferences::state(const QString &name) const { return m_file.value(QStringLiteral("state/") + name); }
void Preferences::setState(const QString &name, const QVariant &value)
{
    m_file.setValue(QStringLiteral("state/") + name, value);
}

void Preferences::applyToTheme() const
{
    Theme::instance().setDensity(density());
    Theme::instance().setMode(themeMode());
}

} // namespace liaison
