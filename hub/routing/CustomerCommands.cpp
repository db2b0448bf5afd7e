// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/CustomerCommands.h"

#include "hub/routing/TextRules.h"
#include "models/domain/Ids.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QRegularExpression>

namespace liaison::hub {

namespace {
constexpr qint64 tokenLife = 365LL * 24 * 3600 * 1000;

bool isFieldName(const QString &name)
{
    return !name.isEmpty() && name.size() <= TextRules::fieldName && TextRules::line(name) == name;
}
} // namespace

CommandResult CustomerCommands::changed(Customer &customer, bool nameChanged)
{
    CustomerTable table(m.tx.db());
    table.save(customer);
    customer = *table.load(customer.id);
    ConversationTable conversations(m.tx.db());
    if (auto open = conversations.openOf(customer.id)) {
        NewEvent event;
        event.kind = QStringLiteral("customer");
        event.by = m.actor();
        event.cid = m.cid();
        event.body = {{"customer", customer.toJson()}};
        if (!open->head.agent.isEmpty())
            event.audience = {Principal::agent(open->head.agent)};
        else if (open->head.offer)
            event.audience = {Principal::agent(open->head.offer->agent)};
        if (!event.audience.isEmpty())
            m.tx.append(event);
        if (open->head.state == ConversationState::Waiting)
            m.tx.touchTopic(QStringLiteral("queues"));
    }
    if (nameChanged) {
        NewEvent event;
        event.kind = QStringLiteral("customer");
        event.by = m.actor();
        event.cid = m.cid();
        event.body = {{"customer", shortForm(customer)}};
        event.audience = {Principal::customer(customer.id)};
        m.tx.append(event);
    }
    CommandResult result;
    result.version = customer.version;
    return result;
}

CommandResult CustomerCommands::update()
{
    CustomerTable table(m.tx.db());
    auto customer = table.load(m.text("customer"));
    if (!customer)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such customer"));
    if (m.command.command.version > 0 && m.command.command.version != customer->version) {
        auto result = CommandResult::refused(ErrorCode::Conflict, QStringLiteral("changed by somebody else"));
        result.version = customer->version;
        return result;
    }
    const QJsonObject &b = m.body();
    bool renamed = false;
    if (b.contains("name")) {
        const QString name = TextRules::line(b["name"].toString());
        if (name.isEmpty() || name.size() > TextRules::name)
            return CommandResult::invalid(QStringLiteral("a name has 1 to %1 characters").arg(TextRules::name));
        renamed = name != customer->name;
        customer->name = name;
    }
    if (b.contains("kind")) {
        const QString kind = b["kind"].toString();
        if (kind != QLatin1String("prospect") && kind != QLatin1String("person") && kind != QLatin1String("company"))
            return CommandResult::invalid(QStringLiteral("unknown kind of customer"));
        customer->kind = kind;
    }
    const int vipBefore = customer->vip;
    if (b.contains("vip")) {
        const int vip = b["vip"].isBool() ? int(b["vip"].toBool()) : b["vip"].toInt(-1);
        if (vip < 0 || vip > 9)
            return CommandResult::invalid(QStringLiteral("vip is 0 to 9"));
        customer->vip = vip;
    }
    const QJsonObject fields = b["fields"].toObject();
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        if (!it.value().isString())
            return CommandResult::invalid(QStringLiteral("a field's value is text"));
        const QString value = TextRules::line(it.value().toString());
        if (!isFieldName(it.key()) || value.size() > TextRules::fieldValue)
            return CommandResult::invalid(QStringLiteral("a field's name or value will not do"));
        if (value.isEmpty())
            customer->fields.remove(it.key());
        else
            customer->fields.insert(it.key(), value);
        table.setField(customer->id, it.key(), value);
    }
    if (customer->fields.size() > TextRules::fieldsEach)
        return CommandResult::invalid(QStringLiteral("too many fields"));

    const CommandResult result = changed(*customer, renamed);
    if ((vipBefore > 0) != (customer->vip > 0)) {
        ConversationTable conversations(m.tx.db());
        auto open = conversations.openOf(customer->id);
        if (open && open->virtualAt > 0) {
            const qint64 step = m.config.vipHeadStartMs;
            open->virtualAt += customer->vip > 0 ? -step : step;
            conversations.note(*open);
            m.tx.touchTopic(QStringLiteral("place"));
        }
    }
    return result;
}

CommandResult CustomerCommands::tag()
{
    CustomerTable table(m.tx.db());
    auto customer = table.load(m.text("customer"));
    if (!customer)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such customer"));
    QStringList left = customer->tags;
    for (const QJsonValue &value : m.body()["add"].toArray()) {
        const QString tag = TextRules::line(value.toString());
        if (tag.isEmpty() || tag.size() > TextRules::tag)
            return CommandResult::invalid(QStringLiteral("a tag has 1 to %1 characters").arg(TextRules::tag));
        if (!left.contains(tag))
            left.append(tag);
        table.addTag(customer->id, tag, m.tx.now());
    }
    for (const QJsonValue &value : m.body()["remove"].toArray()) {
        left.removeAll(value.toString());
        table.removeTag(customer->id, value.toString());
    }
    if (left.size() > TextRules::tagsEach)
        return CommandResult::invalid(QStringLiteral("too many tags"));
    return changed(*customer, false);
}

CommandResult CustomerCommands::note()
{
    CustomerTable table(m.tx.db());
    auto customer = table.load(m.text("customer"));
    if (!customer)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such customer"));
    const QString text = TextRules::cleaned(m.text("text")).trimmed();
    if (text.isEmpty() || text.size() > TextRules::note)
        return CommandResult::invalid(QStringLiteral("a note has 1 to %1 characters").arg(TextRules::note));
    const QString id = isId(m.cid()) ? m.cid() : newId();
    table.addNote(customer->id, {id, m.actor().toString(), m.agent->agent.display, m.tx.now(), text});
    return changed(*customer, false);
}

CommandResult CustomerCommands::describe()
{
    CustomerTable table(m.tx.db());
    auto customer = table.load(m.actor().id());
    if (!customer)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such customer"));
    if (customer->verified)
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("the host site vouches for these data"));
    const QString name = TextRules::line(m.text("name"));
    if (name.size() > TextRules::name)
        return CommandResult::invalid(QStringLiteral("a name has at most %1 characters").arg(TextRules::name));
    const bool renamed = !name.isEmpty() && name != customer->name;
    if (renamed)
        customer->name = name;
    for (const char *field : {"phone", "email"}) {
        if (!m.body().contains(QLatin1String(field)))
            continue;
        const QString value = TextRules::line(m.text(field));
        if (value.size() > TextRules::fieldValue)
            return CommandResult::invalid(QStringLiteral("too long"));
        table.setField(customer->id, QLatin1String(field), value);
    }
    return changed(*customer, renamed);
}

CommandResult CustomerCommands::known(const Customer &customer) const
{
    CommandResult result;
    result.body = {{"customer", customer.id}, {"name", customer.name}};
    return result;
}

Customer CustomerCommands::fresh() const
{
    Customer customer;
    customer.id = newId();
    customer.since = m.tx.now();
    customer.version = 1;
    static const QRegularExpression languageTag(QStringLiteral("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")); // RFC 5646, roughly
    const QString language = m.text("lang").left(35);
    if (languageTag.match(language).hasMatch())
        customer.language = language.left(16);
    const QString source =
        TextRules::line(m.body()["source"].isString() ? m.text("source") : m.body()["source"]["url"].toString());
    if (!source.isEmpty())
        customer.fields.insert(QStringLiteral("source"), source.left(TextRules::fieldValue));
    return customer;
}

CommandResult CustomerCommands::create()
{
    const QString hash = m.text("token_hash");
    if (hash.isEmpty())
        return CommandResult::invalid(QStringLiteral("a token is needed"));
    Customer customer = fresh();
    customer.name = TextRules::line(m.text("name")).left(TextRules::name);
    if (customer.name.isEmpty()) {
        const int number = QRandomGenerator::global()->bounded(1000, 10000);
        const bool chinese = customer.language.startsWith(QLatin1String("zh"));
        customer.name = (chinese ? QStringLiteral("访客 %1") : QStringLiteral("Visitor %1")).arg(number);
    }
    CustomerTable table(m.tx.db());
    table.insert(customer, QString(), {});
    table.addToken(hash, customer.id, m.tx.now(), m.tx.now() + tokenLife);
    return known(customer);
}

CommandResult CustomerCommands::identify()
{
    const QString hash = m.text("token_hash");
    const QJsonObject user = m.body()["user"].toObject();
    const QString account = user["id"].toString();
    if (hash.isEmpty() || account.isEmpty() || account.size() > 200)
        return CommandResult::invalid(QStringLiteral("a token and a user are needed"));
    CustomerTable table(m.tx.db());
    const QString name = TextRules::line(user["name"].toString()).left(TextRules::name);
    const QString email = TextRules::line(user["email"].toString()).left(TextRules::fieldValue);
    const QString phone = TextRules::line(user["phone"].toString()).left(TextRules::fieldValue);

    const auto id = table.byAccount(account);
    Customer customer;
    if (!id) {
        customer = fresh();
        customer.kind = QStringLiteral("person");
        customer.verified = true;
        customer.name = name.isEmpty() ? account.left(TextRules::name) : name;
        customer.fields.insert(QStringLiteral("account"), account);
        if (!email.isEmpty())
            customer.fields.insert(QStringLiteral("email"), email);
        if (!phone.isEmpty())
            customer.fields.insert(QStringLiteral("phone"), phone);
        table.insert(customer, account, {});
    } else {
        customer = *table.load(*id);
        const bool renamed = !name.isEmpty() && name != customer.name;
        const bool other = (!email.isEmpty() && email != customer.fields.value(QStringLiteral("email"))) ||
                           (!phone.isEmpty() && phone != customer.fields.value(QStringLiteral("phone")));
        if (renamed)
            customer.name = name;
        if (!email.isEmpty())
            table.setField(customer.id, QStringLiteral("email"), email);
        if (!phone.isEmpty())
            table.setField(customer.id, QStringLiteral("phone"), phone);
        if (renamed || other)
            changed(customer, renamed);
    }
    table.addToken(hash, customer.id, m.tx.now(), m.tx.now() + tokenLife);
    return known(customer);
}

} // namespace liaison::hub
