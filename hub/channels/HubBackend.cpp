// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/HubBackend.h"
#include "hub/accounts/Tokens.h"
#include "hub/accounts/VisitorIdentity.h"
#include "models/domain/Ids.h"

#include <future>

namespace liaison::hub {

namespace {

constexpr auto patience = std::chrono::seconds(15);
constexpr qint64 retryMs = 2000;

HubCommand internalCommand(const Principal &actor, const QString &kind, const QJsonObject &body, qint64 now)
{
    HubCommand command;
    command.actor = actor;
    command.gen = -1;
    command.command.cid = newId();
    command.command.kind = kind;
    command.command.at = now;
    command.command.body = body;
    return command;
}

} // namespace

HttpBackend HubBackend::backend()
{
    HttpBackend b;
    b.signIn = [this](const SignInRequest &request) { return signIn(request); };
    b.signOut = [this](const QString &token) { return signOut(token); };
    b.createVisitor = [this](const VisitorRequest &request) { return createVisitor(request); };
    b.identify = [this](const QString &token) { return identify(token); };
    b.addFile = [this](const FileInfo &file) { return addFile(file); };
    b.fileInfo = [this](const QString &id) { return fileInfo(id); };
    b.mayFetch = [this](const Principal &who, const QString &file) { return mayFetch(who, file); };
    b.count = [this](const char *name, const char *help) { m_parts.metrics.counter(name, help).add(); };
    b.metrics = [this] { return m_parts.metrics.prometheus(); };
    b.health = [this] { return health(); };
    return b;
}

HttpAnswer HubBackend::carryOut(const HubCommand &command)
{
    auto promise = std::make_shared<std::promise<CommandResult>>();
    auto future = promise->get_future();
    // The callback alone holds the promise: if the writer drops the command, the promise breaks and nobody waits in vain.
    m_parts.writer.submit(command, [promise = std::move(promise)](const CommandResult &result) { promise->set_value(result); });
    if (future.wait_for(patience) != std::future_status::ready)
        return HttpAnswer::refused(ErrorCode::Busy, QStringLiteral("the hub is busy"), retryMs);
    try {
        const CommandResult result = future.get();
        if (!result.ok())
            return HttpAnswer::refused(result.error, result.text, result.retry == Retry::Later ? retryMs : 0);
        return HttpAnswer::good(result.body);
    } catch (const std::future_error &) { // the writer ended and dropped what was in its queue
        return HttpAnswer::refused(ErrorCode::Busy, QStringLiteral("the hub is stopping"), retryMs);
    }
}

HttpAnswer HubBackend::signIn(const SignInRequest &request)
{
    const Accounts::SignIn result = m_parts.accounts.signIn(m_parts.database.connection(), request.name, request.password,
                                                            request.address, request.device, request.deviceName);
    switch (result.outcome) {
    case Accounts::SignIn::Outcome::TooMany:
        return HttpAnswer::refused(ErrorCode::Rate, QStringLiteral("too many attempts"), qMax<qint64>(1, result.afterMs));
    case Accounts::SignIn::Outcome::Refused:
        return HttpAnswer::refused(ErrorCode::Unauthorized, QStringLiteral("name or password is wrong"));
    case Accounts::SignIn::Outcome::Welcome: break;
    }
    // The token is worth nothing before its row is committed.
    const HttpAnswer stored = carryOut(result.command);
    if (!stored.ok())
        return stored;
    return HttpAnswer::good({{QStringLiteral("token"), result.tokenForUser}, {QStringLiteral("agent"), result.agent.toJson()}});
}

HttpAnswer HubBackend::signOut(const QString &token)
{
    if (token.isEmpty())
        return HttpAnswer::refused(ErrorCode::Unauthorized, QStringLiteral("sign in first"));
    const auto who = hub::identify(m_parts.database.connection(), token, m_parts.clock.utcMs());
    if (!who)
        return HttpAnswer::good();
    const HttpAnswer revoked = carryOut(Accounts::signOut(token));
    if (revoked.ok() && m_parts.signedOut)
        m_parts.signedOut(who->principal, who->device);
    return revoked.ok() ? HttpAnswer::good() : revoked;
}

HttpAnswer HubBackend::createVisitor(const VisitorRequest &request)
{
    const qint64 now = m_parts.clock.utcMs();
    const NewToken token = newToken();
    QString kind = QStringLiteral("customer.create");
    QJsonObject body;
    if (!request.user.isEmpty()) {
        const auto user = VisitorIdentity::verified(request.user, m_parts.siteSecret, now);
        if (!user)
            return HttpAnswer::refused(ErrorCode::Forbidden, QStringLiteral("the site's signature is wrong or too old"));
        kind = QStringLiteral("customer.identify");
        body.insert(QStringLiteral("user"), user->toJson());
    }
    body.insert(QStringLiteral("token_hash"), token.hash);
    body.insert(QStringLiteral("lang"), request.language);
    body.insert(QStringLiteral("source"), request.origin);
    const HttpAnswer made = carryOut(internalCommand(Principal::hub(), kind, body, now));
    if (!made.ok())
        return made;
    const QJsonObject customer{{QStringLiteral("id"), made.body.value(QLatin1String("customer"))},
                               {QStringLiteral("name"), made.body.value(QLatin1String("name"))}};
    return HttpAnswer::good({{QStringLiteral("token"), token.token}, {QStringLiteral("customer"), customer}});
}

Principal HubBackend::identify(const QString &token)
{
    if (token.isEmpty())
        return {};
    const auto who = hub::identify(m_parts.database.connection(), token, m_parts.clock.utcMs());
    return who ? who->principal : Principal();
}

HttpAnswer HubBackend::addFile(const FileInfo &file)
{
    return carryOut(internalCommand(file.owner, QStringLiteral("file.add"),
                                    {{QStringLiteral("id"), file.id},
                                     {QStringLiteral("name"), file.name},
                                     {QStringLiteral("mime"), file.mime},
                                     {QStringLiteral("size"), file.size},
                                     {QStringLiteral("w"), file.width},
                                     {QStringLiteral("h"), file.height}},
                                    m_parts.clock.utcMs()));
}

std::optional<FileInfo> HubBackend::fileInfo(const QString &id)
{
    Query query(m_parts.database.connection(), QStringLiteral("SELECT id, name, mime, size, w, h, owner FROM file WHERE id = ?"),
                {id});
    if (!query.next())
        return {};
    return FileInfo{query.text(0),
                    query.text(1),
                    query.text(2),
                    query.number(3),
                    int(query.number(4)),
                    int(query.number(5)),
                    Principal::fromString(query.text(6))};
}

bool HubBackend::mayFetch(const Principal &who, const QString &file)
{
    QSqlDatabase db = m_parts.database.connection();
    return m_parts.rules.mayFetchFile(db, who, file);
}

HttpAnswer HubBackend::health()
{
    Query query(m_parts.database.connection(), QStringLiteral("SELECT 1"));
    if (!m_parts.writer.isRunning() || !query.next())
        return HttpAnswer::refused(ErrorCode::Busy, QStringLiteral("the hub does not write"));
    return HttpAnswer::good({{QStringLiteral("pos"), m_parts.writer.head()}});
}

} // namespace liaison::hub
