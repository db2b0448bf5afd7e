// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/store/StatementCache.h"

#include <QString>
#include <unordered_map>
#include <vector>

namespace liaison::hub {

namespace {

// Statements are few and written in the source; the bound only guards against SQL put together from values.
constexpr std::size_t mostKept = 512;

using PerSql = std::unordered_map<QString, std::vector<std::unique_ptr<QSqlQuery>>>;

std::unordered_map<QString, PerSql> &cache()
{
    thread_local std::unordered_map<QString, PerSql> perConnection;
    return perConnection;
}

} // namespace

std::unique_ptr<QSqlQuery> StatementCache::take(const QString &connection, const QString &sql)
{
    auto &statements = cache()[connection];
    const auto found = statements.find(sql);
    if (found == statements.end() || found->second.empty())
        return {};
    auto query = std::move(found->second.back());
    found->second.pop_back();
    return query;
}

void StatementCache::give(const QString &connection, const QString &sql, std::unique_ptr<QSqlQuery> query)
{
    const auto statements = cache().find(connection);
    if (statements == cache().end() || statements->second.size() >= mostKept)
        return;
    statements->second[sql].push_back(std::move(query));
}

void StatementCache::forget(const QString &connection) { cache().erase(connection); }

} // namespace liaison::hub
