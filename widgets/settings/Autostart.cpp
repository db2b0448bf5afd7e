// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/Autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace liaison {

namespace {

const QString entryName = QStringLiteral("autostart/liaison.desktop");

/// Does the entry start anything? The two keys that switch one off are read, nothing else of it.
bool starts(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return false;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QByteArray plain = line.simplified().replace(' ', "").toLower();
        if (plain == "hidden=true" || plain == "x-gnome-autostart-enabled=false")
            return false;
    }
    return true;
}

/// An entry that the system has for everybody; empty if there is none.
QString systemEntry()
{
    for (const QString &path : QStandardPaths::locateAll(QStandardPaths::GenericConfigLocation, entryName)) {
        if (path != Autostart::entryPath())
            return path;
    }
    return {};
}

} // namespace

bool Autostart::isSupported()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return true;
#else
    return false;
#endif
}

QString Autostart::entryPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QLatin1Char('/') + entryName;
}

bool Autostart::isOn()
{
    if (QFile::exists(entryPath()))
        return starts(entryPath());
    const QString everybodys = systemEntry();
    return !everybodys.isEmpty() && starts(everybodys);
}

QString Autostart::program()
{
    const QString image = qEnvironmentVariable("APPIMAGE");
    if (!image.isEmpty() && QFileInfo(image).isExecutable())
        return image;
    const QString own = QCoreApplication::applicationFilePath();
    const QString installed = QStandardPaths::findExecutable(QStringLiteral("liaison"));
    if (!installed.isEmpty() && QFileInfo(installed).canonicalFilePath() == QFileInfo(own).canonicalFilePath())
        return QStringLiteral("liaison");
    return own;
}

QString Autostart::quoted(const QString &program)
{
    static const QString reserved = QStringLiteral(" \t\n\"'\\><~|&;$*?#()`");
    bool plain = true;
    QString inner;
    for (const QChar c : program) {
        plain = plain && !reserved.contains(c);
        // Once for the quoting of Exec, and a backslash once more because the value is a string of a desktop entry.
        if (c == QLatin1Char('"') || c == QLatin1Char('`') || c == QLatin1Char('$'))
            inner += QStringLiteral("\\\\");
        else if (c == QLatin1Char('\\'))
            inner += QStringLiteral("\\\\\\");
        else if (c == QLatin1Char('%'))
            inner += QLatin1Char('%');
        inner += c;
    }
    return plain ? inner : QLatin1Char('"') + inner + QLatin1Char('"');
}

bool Autostart::set(bool on, QString *error)
{
    const QString path = entryPath();
    if (!on && systemEntry().isEmpty()) {
        QFile file(path);
        if (!file.exists() || file.remove())
            return true;
        *error = file.errorString();
        return false;
    }
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        // What everybody gets is switched off by an entry of one's own that is hidden.
        file.write("[Desktop Entry]\nType=Application\nName=Liaison\nIcon=liaison\nExec=" + quoted(program()).toUtf8() + '\n' +
                   (on ? "" : "Hidden=true\n"));
        if (file.commit())
            return true;
    }
    *error = file.errorString();
    return false;
}

} // namespace liaison
