// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace liaison::hub {

/// One key of the configuration; the table of all of them is the only place where keys are named and explained.
struct ConfigKey
{
    enum class Type { Text, Path, Port, Seconds, Bytes, Count, Bool, List };
    const char *name;
    Type type;
    const char *standard; ///< default, written as in the file
    const char *help;     ///< one English sentence for the file, `--print-config` and the administrator's guide
    bool secret = false;  ///< never printed
};

/// The hub's configuration: file, then LIAISON_HUB_<KEY>, then `--key value`, the later wins. A value once loaded.
class HubConfig
{
public:
    /// A mistake with the place it stands at: "hub.conf:12: offer_seconds: …".
    struct Mistake
    {
        QString file; ///< the file's name, "environment" or "command line"
        int line = 0; ///< 0 if it is not from a file
        QString key;
        QString text;
        QString toString() const;
    };

    static const QList<ConfigKey> &keys();

    /// Reads `file` (empty: none). Every mistake is collected; values with mistakes keep their default.
    static HubConfig load(const QString &file, const QMap<QString, QString> &environment, const QStringList &arguments,
                          QList<Mistake> *mistakes);
    /// From this process: its environment and the given arguments (without the program's name and subcommand). `--config FILE` in
    /// the arguments names the file; else LIAISON_HUB_CONFIG; else none. Arguments that are no option are left in `rest`.
    static HubConfig fromProcess(const QStringList &arguments, QList<Mistake> *mistakes, QStringList *rest = nullptr);

    QString text(const char *key) const;
    QString path(const char *key) const { return text(key); }
    quint16 port(const char *key) const;
    int seconds(const char *key) const;
    qint64 bytes(const char *key) const;
    int count(const char *key) const;
    bool flag(const char *key) const;
    QStringList list(const char *key) const;

    /// The configuration as a file with every key explained; secrets are left out.
    QString toFile() const;
    /// A Markdown table of all keys for the administrator's guide.
    static QString toMarkdown();

private:
    QMap<QString, QVariant> m_values;
};

} // namespace liaison::hub
