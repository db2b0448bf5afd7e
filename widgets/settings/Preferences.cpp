// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/Preferences.h"

namespace liaison {

Preferences::Preferences(const QString &file, QObject *parent) : QObject(parent), m_file(file, QSettings::IniFormat) {}

QString Preferences::language() const { return m_file.value("language").toString(); }

void Preferences::setLanguage(const QString &language)
{
    if (language == this->language())
        return;
    set(QStringLiteral("language"), language);
    emit languageChanged();
}

Theme::Mode Preferences::theme() const
{
    const QString mode = m_file.value("theme").toString();
    return mode == QLatin1String("light")  ? Theme::Mode::Light
           : mode == QLatin1String("dark") ? Theme::Mode::Dark
                                           : Theme::Mode::System;
}

void Preferences::setTheme(Theme::Mode mode)
{
    set(QStringLiteral("theme"), mode == Theme::Mode::Light  ? QStringLiteral("light")
                                 : mode == Theme::Mode::Dark ? QStringLiteral("dark")
                                                             : QStringLiteral("system"));
}

Theme::Density Preferences::density() const
{
    return m_file.value("density").toString() == QLatin1String("compact") ? Theme::Density::Compact : Theme::Density::Comfortable;
}

void Preferences::setDensity(Theme::Density density)
{
    set(QStringLiteral("density"),
        density == Theme::Density::Compact ? QStringLiteral("compact") : QStringLiteral("comfortable"));
}

bool Preferences::sounds() const { return m_file.value("sounds", true).toBool(); }
void Preferences::setSounds(bool on) { set(QStringLiteral("sounds"), on); }
int Preferences::volume() const { return qBound(0, m_file.value("volume", 70).toInt(), 100); }
void Preferences::setVolume(int percent) { set(QStringLiteral("volume"), qBound(0, percent, 100)); }

void Preferences::set(const QString &key, const QVariant &value)
{
    if (m_file.value(key) == value)
        return;
    m_file.setValue(key, value);
    emit changed();
}

} // namespace liaison
