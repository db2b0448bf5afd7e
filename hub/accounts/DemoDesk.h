// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/accounts/Accounts.h"

namespace liaison::hub {

/// Fills an empty database with a believable desk: three agents, two queues, canned replies in Chinese and English, wrap-up codes. Every
/// agent's password is `password`. An agent, queue or reply that is there already is left alone. Throws SqlError.
/// Returns the error in words, or "".
QString seedDemo(const QSqlDatabase &db, Accounts &accounts, const QString &password, qint64 now);

/// Imports canned replies from JSON: an array of {shortcut, title, text, lang?, id?}. Replies with the same shortcut and language
/// are replaced. Returns how many, or -1 with `error`.
int importCanned(const QSqlDatabase &db, const QByteArray &json, qint64 now, QString *error);

} // namespace liaison::hub
