// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QStringList>
#include <QVariant>

namespace liaison {

/// A sentence in the two languages of the program's documents and templates.
struct PolicyWords
{
    QString english;
    QString chinese;
};

/// One key that an administrator may set.
struct PolicyKey
{
    enum class Type {
        Text,
        Url,    ///< http or https
        Path,   ///< absolute
        Bool,   ///< true or false; 1 or 0
        Number, ///< whole, between `least` and `most`
        Choice, ///< one of `choices`
        List    ///< several values; each by itself is a text
    };
    /// What else a text, or each of a list, must be.
    enum class Form { Any, Sha256, Ed25519Key, Expression };
    struct Choice
    {
        QString value;
        PolicyWords words;
    };

    QString name; ///< the same in a file and in the registry
    Type type = Type::Text;
    QString category;   ///< id of a PolicyCategory
    QVariant otherwise; ///< what holds where no policy names the key; invalid: the agent's own choice, or nothing
    /// What holds if a value was given that cannot be read: the side on which nothing is weakened. For Form::Expression it stands in
    /// the place of the one that cannot be read, the others hold.
    QVariant whenWrong;
    PolicyWords title;
    PolicyWords what; ///< what it does
    int least = 0;
    int most = 0;
    PolicyWords unit; ///< of a number
    QList<Choice> choices;
    Form form = Form::Any;
    QString example;                         ///< for the example file; of a list the first entry
    QString since = QStringLiteral("0.1.0"); ///< version of the program
};

struct PolicyCategory
{
    QString id;
    PolicyWords title;
};

/// The table of all keys. Any thread.
class PolicyTable
{
public:
    static const QList<PolicyKey> &keys();
    static const QList<PolicyCategory> &categories();
    /// Null if there is no such key.
    static const PolicyKey *find(const QString &name);
};

} // namespace liaison
