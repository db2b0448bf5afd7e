// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QString>
#include <functional>

/// Structured logs: one line of JSON to standard error per call. Any thread. Never pass a customer's or agent's text, a name,
/// a password or a token: ids, kinds, codes, counts and times only.
namespace liaison::hub::log {

/// What an operator may want to know.
void info(const char *event, const QJsonObject &fields = {});
/// What an operator should look at; the hub goes on.
void warning(const char *event, const QJsonObject &fields = {});
/// What stops the hub or loses a service.
void error(const char *event, const QJsonObject &fields = {});
/// Tests: where lines go instead of standard error; an empty function restores it.
void setSink(std::function<void(const QByteArray &line)> sink);

} // namespace liaison::hub::log
