// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/OldRows.h"

#include "hub/routing/DeskQuery.h"
#include "hub/routing/TokenLife.h"

#include <QStringList>

namespace liaison::hub {

int OldRows::remove()
{
    int most = removeTokens(QStringLiteral("agent_token"), agentTokenLife);
    most = qMax(most, removeTokens(QStringLiteral("visitor_token"), visitorTokenLife));
    return qMax(most, removeFiles());
}

int OldRows::removeTokens(const QString &table, qint64 lifeMs)
{
    // A token lives on from each use; so its end also says when a revoked one was last used.
    const qint64 now = m_tx.now();
    return DeskQuery(m_tx.db(),
                     QStringLiteral("DELETE FROM %1 WHERE hash IN (SELECT hash FROM %1 WHERE expires_at < ? "
                                    "OR (revoked = 1 AND expires_at < ?) ORDER BY expires_at LIMIT ?)")
                         .arg(table),
                     {now - m_settings.tokensMs, now + lifeMs - m_settings.tokensMs, m_settings.rowsAtOnce})
        .rowsAffected();
}

int OldRows::removeFiles()
{
    QStringList files;
    {
        DeskQuery query(m_tx.db(),
                        QStringLiteral("SELECT id FROM file WHERE created_at < ? AND NOT EXISTS "
                                       "(SELECT 1 FROM file_use u WHERE u.file = file.id) ORDER BY created_at LIMIT ?"),
                        {m_tx.now() - m_settings.unsentFilesMs, m_settings.rowsAtOnce});
        while (query.next())
            files.append(query.text(0));
    }
    for (const QString &file : files) {
        DeskQuery(m_tx.db(), QStringLiteral("DELETE FROM file WHERE id = ?"), {file});
        // Afterwards: should the commit fail, the message that may still come finds its file.
        if (m_fileForgotten)
            m_tx.afterCommit([then = m_fileForgotten, file] { then(file); });
    }
    return int(files.size());
}

} // namespace liaison::hub
