// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/HubConfig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <limits>
#include <optional>
#include <variant>

namespace liaison::hub {

namespace {

using Type = ConfigKey::Type;

// The one table of all keys: check-config, --print-config and the administrator's guide are made from it.
const QList<ConfigKey> table{
    {"data_dir", Type::Path, "liaison-hub-data",
     "Folder of the database and of the files that were sent; made if it is missing."},
    {"listen", Type::Text, "127.0.0.1", "Address to listen on, for what http_listen and link_listen do not say otherwise."},
    {"http_listen", Type::Text, "", "Address of the customer's page and the HTTP API; empty for that of listen."},
    {"http_port", Type::Port, "8080", "Port of the customer's page and the HTTP API; 0 lets the system choose."},
    {"link_listen", Type::Text, "", "Address of the links (WebSocket); empty for that of listen."},
    {"link_port", Type::Port, "8081", "Port of the links (WebSocket); 0 lets the system choose."},
    {"link_connections", Type::Count, "10000", "How many links there may be at once; a further one is told to come back later."},
    {"link_connections_per_address", Type::Count, "200",
     "How many of them from one address, and ten times as many new ones a minute; "
     "not counted for this machine itself and behind a proxy."},
    {"public_url", Type::Text, "",
     "How the page is reached from outside, https://…; empty if that is the address it listens on."},
    {"public_link_url", Type::Text, "",
     "How the links are reached from outside, wss://…/desk; empty if that is the address they listen on."},
    {"tls_cert", Type::Path, "",
     "Certificate chain (PEM), the hub's own first; with tls_key. Without both the hub listens on loopback only."},
    {"tls_key", Type::Path, "", "Private key of the first certificate in tls_cert (PEM; RSA or EC, without a passphrase)."},
    {"behind_proxy", Type::Bool, "no",
     "A proxy in front of the hub ends TLS and says in X-Forwarded-For who is calling; only with a proxy that does."},
    {"site_secret", Type::Text, "",
     "Secret shared with the host site, which signs its users with it; empty: none is vouched for.", true},
    {"allowed_origins", Type::List, "",
     "Origins that may embed the page or call the API, e.g. https://shop.example; comma-separated."},
    {"name", Type::Text, "Liaison", "Name of the desk, shown to customers and agents."},
    {"languages", Type::List, "zh,en", "Languages of the customer's page; the first is taken if the browser wants none of them."},
    {"accent", Type::Text, "#0f6cbd", "Colour of the customer's page, #rrggbb."},
    {"file_max_bytes", Type::Bytes, "25M", "Largest file one may send; K, M and G may follow the number."},
    {"file_bytes_per_second", Type::Bytes, "8M",
     "How much of files is taken from one address, of all its uploads together; four seconds' worth at once. "
     "Not counted for this machine itself."},
    {"file_types", Type::List, "",
     "MIME types that may be sent, comma-separated; empty for all that the hub knows to be harmless."},
    {"offer_seconds", Type::Seconds, "25", "How long an agent is asked whether he takes a conversation."},
    {"grace_seconds", Type::Seconds, "180", "How long an agent whose link is lost keeps his conversations."},
    {"wrapup_seconds", Type::Seconds, "60", "Time for after-contact work; 0 for no limit."},
    {"hard_capacity_extra", Type::Count, "5", "How many conversations an agent may take beyond his capacity by his own will."},
    {"keep_log_days", Type::Count, "30", "Days the log is kept; a client that was away for longer starts over from a snapshot."},
    {"keep_results_days", Type::Count, "14",
     "Days the results of commands are kept, which keep a repeated one from being done twice."},
    {"keep_devices_days", Type::Count, "90", "Days after which a device that was not seen is forgotten."},
    {"keep_tokens_days", Type::Count, "30", "Days expired tokens, and revoked ones that are not used any more, are kept."},
    {"keep_unsent_files_days", Type::Count, "7", "Days a file is kept that was uploaded but never sent in a message."},
    {"updates_dir", Type::Path, "",
     "Folder whose files are offered at /updates/ to everybody: the signed manifest and the packages; empty: none."},
    {"metrics_token", Type::Text, "", "Bearer token for /metrics from other machines; empty: loopback only.", true},
};

const ConfigKey *keyOf(const QString &name)
{
    for (const ConfigKey &key : table) {
        if (name == QLatin1String(key.name))
            return &key;
    }
    return nullptr;
}

QString typeName(Type type)
{
    switch (type) {
    case Type::Text: return QStringLiteral("text");
    case Type::Path: return QStringLiteral("path");
    case Type::Port: return QStringLiteral("port");
    case Type::Seconds: return QStringLiteral("seconds");
    case Type::Bytes: return QStringLiteral("bytes");
    case Type::Count: return QStringLiteral("number");
    case Type::Bool: return QStringLiteral("yes or no");
    case Type::List: return QStringLiteral("list");
    }
    return {};
}

/// A whole number with an optional unit; the units' factors as given.
std::optional<qint64> numberWith(const QString &text, const QMap<QString, qint64> &units)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{1,15})\\s*([A-Za-z]*)$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2).toLower();
    if (!unit.isEmpty() && !units.contains(unit))
        return std::nullopt;
    const qint64 factor = unit.isEmpty() ? 1 : units.value(unit);
    const qint64 number = match.captured(1).toLongLong();
    return number > std::numeric_limits<qint64>::max() / factor ? std::nullopt : std::optional(number * factor);
}

/// The value of a written setting, or the reason why it is none.
std::variant<QVariant, QString> parsed(const ConfigKey &key, const QString &text, const QString &folder)
{
    switch (key.type) {
    case Type::Text: return QVariant(text);
    case Type::Path:
        if (text.isEmpty() || folder.isEmpty() || QDir::isAbsolutePath(text))
            return QVariant(text);
        return QVariant(QDir::cleanPath(QDir(folder).filePath(text)));
    case Type::Port: {
        const auto number = numberWith(text, {});
        if (!number || *number > 65535)
            return QStringLiteral("a port is a number from 0 to 65535, not \"%1\"").arg(text);
        return QVariant(*number);
    }
    case Type::Seconds: {
        const auto number = numberWith(text, {{"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}, {"d", 86400}});
        if (!number || *number > 31'536'000)
            return QStringLiteral("a time is a number of seconds (or 5m, 2h), not \"%1\"").arg(text);
        return QVariant(*number);
    }
    case Type::Bytes: {
        const auto number =
            numberWith(text, {{"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {"kb", 1 << 10}, {"mb", 1 << 20}, {"gb", 1 << 30}});
        if (!number || *number < 1)
            return QStringLiteral("a size is a number of bytes (or 500K, 25M), not \"%1\"").arg(text);
        return QVariant(*number);
    }
    case Type::Count: {
        const auto number = numberWith(text, {});
        if (!number || *number > 1'000'000)
            return QStringLiteral("a whole number is needed, not \"%1\"").arg(text);
        return QVariant(*number);
    }
    case Type::Bool: {
        const QString lower = text.toLower();
        for (const char *yes : {"yes", "true", "on", "1"}) {
            if (lower == QLatin1String(yes))
                return QVariant(true);
        }
        for (const char *no : {"no", "false", "off", "0"}) {
            if (lower == QLatin1String(no))
                return QVariant(false);
        }
        return QStringLiteral("yes or no is needed, not \"%1\"").arg(text);
    }
    case Type::List: {
        QStringList list;
        for (const QString &item : text.split(QLatin1Char(','))) {
            if (!item.trimmed().isEmpty())
                list.append(item.trimmed());
        }
        return QVariant(list);
    }
    }
    return QStringLiteral("unknown type");
}

QString unquoted(QString text)
{
    text = text.trimmed();
    if (text.size() >= 2 && text.front() == QLatin1Char('"') && text.back() == QLatin1Char('"'))
        return text.mid(1, text.size() - 2);
    return text;
}

} // namespace

QString HubConfig::Mistake::toString() const
{
    QString text_ = file;
    if (line > 0)
        text_ += QLatin1Char(':') + QString::number(line);
    if (!key.isEmpty())
        text_ += QStringLiteral(": ") + key;
    return text_ + QStringLiteral(": ") + text;
}

const QList<ConfigKey> &HubConfig::keys() { return table; }

HubConfig HubConfig::load(const QString &file, const QMap<QString, QString> &environment, const QStringList &arguments,
                          QList<Mistake> *mistakes)
{
    HubConfig config;
    for (const ConfigKey &key : table)
        config.m_values.insert(QLatin1String(key.name), std::get<QVariant>(parsed(key, QLatin1String(key.standard), {})));
    const auto set = [&](const QString &name, const QString &value, const QString &where, int line, const QString &folder) {
        const ConfigKey *key = keyOf(name);
        if (!key) {
            mistakes->append({where, line, name, QStringLiteral("there is no such key")});
            return;
        }
        const auto result = parsed(*key, value, folder);
        if (const auto *wrong = std::get_if<QString>(&result)) {
            const QString shown = key->secret ? QStringLiteral("not a valid value") : *wrong;
            mistakes->append({where, line, name, shown});
        } else {
            config.m_values.insert(name, std::get<QVariant>(result));
        }
    };

    QMap<QString, int> lineOf;
    if (!file.isEmpty()) {
        const QString shown = QDir::toNativeSeparators(file);
        QFile source(file);
        if (!source.open(QIODevice::ReadOnly)) {
            mistakes->append({shown, 0, {}, QStringLiteral("cannot be read: %1").arg(source.errorString())});
        } else {
            const QString folder = QFileInfo(file).absolutePath();
            const QStringList lines = QString::fromUtf8(source.readAll()).split(QLatin1Char('\n'));
            for (qsizetype i = 0; i < lines.size(); ++i) {
                const QString line = lines.at(i).trimmed();
                const int number = int(i) + 1;
                if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
                    continue;
                const qsizetype equals = line.indexOf(QLatin1Char('='));
                const QString name = line.left(equals).trimmed();
                if (equals < 1) {
                    mistakes->append({shown, number, {}, QStringLiteral("a line is \"key = value\" or begins with #")});
                    continue;
                }
                if (lineOf.contains(name)) {
                    mistakes->append({shown, number, name, QStringLiteral("stands in line %1 already").arg(lineOf.value(name))});
                    continue;
                }
                lineOf.insert(name, number);
                set(name, unquoted(line.mid(equals + 1)), shown, number, folder);
            }
        }
    }
    const QString prefix = QStringLiteral("LIAISON_HUB_");
    for (auto it = environment.cbegin(); it != environment.cend(); ++it) {
        if (!it.key().startsWith(prefix) || it.key() == QLatin1String("LIAISON_HUB_CONFIG"))
            continue;
        set(it.key().mid(prefix.size()).toLower(), it.value(), QStringLiteral("environment"), 0, {});
    }
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString name = arguments.at(i).mid(2);
        QString value;
        const qsizetype equals = name.indexOf(QLatin1Char('='));
        if (equals >= 0) {
            value = name.mid(equals + 1);
            name.truncate(equals);
        } else if (i + 1 < arguments.size()) {
            value = arguments.at(++i);
        } else {
            mistakes->append({QStringLiteral("command line"), 0, name, QStringLiteral("its value is missing")});
            continue;
        }
        set(name.replace(QLatin1Char('-'), QLatin1Char('_')), value, QStringLiteral("command line"), 0, {});
    }

    // What is only wrong together.
    const auto complain = [&](const char *key, const QString &text) {
        const int line = lineOf.value(QLatin1String(key));
        mistakes->append(
            {line > 0 ? QDir::toNativeSeparators(file) : QStringLiteral("configuration"), line, QLatin1String(key), text});
    };
    if (config.text("tls_cert").isEmpty() != config.text("tls_key").isEmpty())
        complain(config.text("tls_cert").isEmpty() ? "tls_key" : "tls_cert",
                 QStringLiteral("certificate and key are needed both, or neither"));
    static const QRegularExpression colour(QStringLiteral("^#[0-9A-Fa-f]{6}$"));
    if (!colour.match(config.text("accent")).hasMatch())
        complain("accent", QStringLiteral("a colour is #rrggbb"));
    // They become part of the page's policy: a blank or a semicolon in one would be another rule.
    static const QRegularExpression originForm(
        QStringLiteral("^https?://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?$"));
    const QStringList origins = config.list("allowed_origins");
    for (const QString &origin : origins) {
        if (!originForm.match(origin).hasMatch())
            complain("allowed_origins", QStringLiteral("an origin is https://host or https://host:port, not \"%1\"").arg(origin));
    }
    if (config.seconds("offer_seconds") < 5)
        complain("offer_seconds", QStringLiteral("at least 5 seconds"));
    for (const char *key :
         {"keep_log_days", "keep_results_days", "keep_devices_days", "keep_tokens_days", "keep_unsent_files_days"}) {
        if (config.count(key) < 1)
            complain(key, QStringLiteral("at least 1 day"));
    }
    if (config.port("http_port") != 0 && config.port("http_port") == config.port("link_port"))
        complain("link_port", QStringLiteral("is the same as http_port"));
    return config;
}

HubConfig HubConfig::fromProcess(const QStringList &arguments, QList<Mistake> *mistakes, QStringList *rest)
{
    const QProcessEnvironment process = QProcessEnvironment::systemEnvironment();
    QMap<QString, QString> environment;
    for (const QString &name : process.keys()) {
        if (name.startsWith(QLatin1String("LIAISON_HUB_")))
            environment.insert(name, process.value(name));
    }
    QString file = environment.value(QStringLiteral("LIAISON_HUB_CONFIG"));
    QStringList ours;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments.at(i);
        const qsizetype equals = argument.indexOf(QLatin1Char('='));
        QString name = argument.startsWith(QLatin1String("--")) ? argument.mid(2, equals < 0 ? -1 : equals - 2) : QString();
        name.replace(QLatin1Char('-'), QLatin1Char('_'));
        const bool config = name == QLatin1String("config");
        if (!config && (name.isEmpty() || !keyOf(name))) {
            if (rest)
                rest->append(argument);
            continue;
        }
        QStringList pair{argument};
        if (equals < 0 && i + 1 < arguments.size())
            pair.append(arguments.at(++i));
        if (!config) {
            ours += pair;
        } else if (equals >= 0) {
            file = argument.mid(equals + 1);
        } else if (pair.size() == 2) {
            file = pair.last();
        } else {
            mistakes->append(
                {QStringLiteral("command line"), 0, QStringLiteral("config"), QStringLiteral("its value is missing")});
        }
    }
    return load(file, environment, ours, mistakes);
}

QString HubConfig::text(const char *key) const
{
    const QVariant value = m_values.value(QLatin1String(key));
    return value.typeId() == QMetaType::QStringList ? value.toStringList().join(QLatin1Char(',')) : value.toString();
}
quint16 HubConfig::port(const char *key) const { return quint16(m_values.value(QLatin1String(key)).toUInt()); }
int HubConfig::seconds(const char *key) const { return m_values.value(QLatin1String(key)).toInt(); }
qint64 HubConfig::bytes(const char *key) const { return m_values.value(QLatin1String(key)).toLongLong(); }
int HubConfig::count(const char *key) const { return m_values.value(QLatin1String(key)).toInt(); }
bool HubConfig::flag(const char *key) const { return m_values.value(QLatin1String(key)).toBool(); }
QStringList HubConfig::list(const char *key) const { return m_values.value(QLatin1String(key)).toStringList(); }

QString HubConfig::toFile() const
{
    QString out =
        QStringLiteral("# liaison-hub. Lines are \"key = value\"; each key may also be given as LIAISON_HUB_<KEY> in the "
                       "environment\n# or as --<key> on the command line; the later of these wins.\n");
    for (const ConfigKey &key : table) {
        out += QStringLiteral("\n# %1 (%2)\n").arg(QString::fromUtf8(key.help), typeName(key.type));
        if (key.secret) {
            const bool isSet = !text(key.name).isEmpty();
            out += QStringLiteral("# %1 = %2\n")
                       .arg(QLatin1String(key.name), isSet ? QStringLiteral("(set, not shown)") : QString());
            continue;
        }
        QString value = text(key.name);
        if (key.type == Type::Bool)
            value = flag(key.name) ? QStringLiteral("yes") : QStringLiteral("no");
        out += QStringLiteral("%1 = %2").arg(QLatin1String(key.name), value).trimmed() + QLatin1Char('\n');
    }
    return out;
}

QString HubConfig::toMarkdown()
{
    QString out = QStringLiteral("| key | kind | default | meaning |\n| --- | --- | --- | --- |\n");
    for (const ConfigKey &key : table)
        out += QStringLiteral("| `%1` | %2 | %3 | %4 |\n")
                   .arg(QLatin1String(key.name), typeName(key.type),
                        *key.standard ? QStringLiteral("`%1`").arg(QLatin1String(key.standard)) : QStringLiteral("empty"),
                        QString::fromUtf8(key.help));
    return out;
}

} // namespace liaison::hub
