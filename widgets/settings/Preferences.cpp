// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/Preferences.h"

#include <QFileInfo>

namespace liaison {

Preferences::Preferences(const QString &file, const Policy &policy, QObject *parent)
    : QObject(parent), m_file(file, QSettings::IniFormat), m_policy(policy)
{}

QVariant Preferences::effective(const char *key, const QVariant &otherwise) const
{
    return isManaged(key) ? m_policy.value(key) : m_file.value(QLatin1String(key), otherwise);
}

QString Preferences::folder() const { return QFileInfo(m_file.fileName()).absolutePath(); }

QString Preferences::language() const
{
    const QString language = effective(policy_name::language).toString();
    return language == QLatin1String("system") ? QString() : language;
}

void Preferences::setLanguage(const QString &language)
{
    if (isManaged(policy_name::language) || language == this->language())
        return;
    set(QStringLiteral("language"), language);
    emit languageChanged();
}

Theme::Mode Preferences::theme() const
{
    const QString mode = effective(policy_name::theme).toString();
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
    const bool compact = effective(policy_name::density).toString() == QLatin1String("compact");
    return compact ? Theme::Density::Compact : Theme::Density::Comfortable;
}

void Preferences::setDensity(Theme::Density density)
{
    set(QStringLiteral("density"),
        density == Theme::Density::Compact ? QStringLiteral("compact") : QStringLiteral("comfortable"));
}

bool Preferences::sounds() const { return effective(policy_name::sounds, true).toBool(); }
void Preferences::setSounds(bool on) { set(QStringLiteral("sounds"), on); }
int Preferences::volume() const { return qBound(0, m_file.value("volume", 70).toInt(), 100); }
void Preferences::setVolume(int percent) { set(QStringLiteral("volume"), qBound(0, percent, 100)); }

void Preferences::set(const QString &key, const QVariant &value)
{
    if (m_policy.isSet(key.toLatin1().constData()) || m_file.value(key) == value)
        return;
    m_file.setValue(key, value);
    emit changed();
}

} // namespace liaison
