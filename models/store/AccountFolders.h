// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>

class QUrl;

namespace liaison {

/// Where the accounts of one user lie below the folder for everything kept on the machine, what belongs to each, and what lies beside
/// them. A value; any thread.
class AccountFolders
{
public:
    explicit AccountFolders(const QString &dataFolder) : m_dataFolder(dataFolder) {}

    /// Neither hub nor name can be read from it, and no character in them matters.
    QString folderOf(const QUrl &hub, const QString &name) const;
    /// The folders that are there; nothing else that may lie beside them.
    QStringList all() const;
    /// Under which name the key of an account lies in the system's secret store.
    static QString serviceOf(const QString &folder);
    /// Held by the workstation that has the account open.
    static QString windowLock(const QString &folder) { return folder + QLatin1String("/window.lock"); }
    QString accounts() const { return m_dataFolder + QLatin1String("/accounts"); }
    /// The agent's settings, a file.
    QString settings() const { return m_dataFolder + QLatin1String("/liaison.ini"); }
    /// What is known of updates, and a fetched one, a folder.
    QString updates() const { return m_dataFolder + QLatin1String("/update"); }

private:
    QString m_dataFolder;
};

} // namespace liaison
