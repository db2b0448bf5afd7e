// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/PolicyRules.h"

#include <QDir>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>

namespace liaison {

namespace {
constexpr qsizetype hashBytes = 32; // of SHA-256, and of an Ed25519 public key

bool isBase64Of(const QString &text, qsizetype bytes)
{
    const auto read = QByteArray::fromBase64Encoding(text.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    return read && read.decoded.size() == bytes;
}

bool isAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
           (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}
} // namespace

QVariant PolicyRules::read(const PolicyKey &key, const QStringList &written, QString *wrong)
{
    wrong->clear();
    if (key.type == PolicyKey::Type::List)
        return readList(key, written, wrong);
    if (written.size() != 1) {
        *wrong = tr("there must be one value, not %1").arg(written.size());
        return {};
    }
    const QString text = written.first().trimmed();
    if (text.isEmpty()) {
        *wrong = tr("there is no value");
        return {};
    }
    if (text.size() > longestText) {
        *wrong = tr("longer than %1 characters").arg(longestText);
        return {};
    }
    switch (key.type) {
    case PolicyKey::Type::Bool:
        if (text == QLatin1String("true") || text == QLatin1String("1"))
            return true;
        if (text == QLatin1String("false") || text == QLatin1String("0"))
            return false;
        *wrong = tr("\"%1\" is neither true nor false").arg(text);
        return {};
    case PolicyKey::Type::Number: {
        bool isNumber = false;
        const int number = text.toInt(&isNumber);
        if (isNumber && number >= key.least && number <= key.most)
            return number;
        *wrong = tr("\"%1\" is not a whole number from %2 to %3").arg(text).arg(key.least).arg(key.most);
        return {};
    }
    case PolicyKey::Type::Choice: {
        QStringList values;
        for (const PolicyKey::Choice &choice : key.choices)
            values.append(choice.value);
        if (values.contains(text))
            return text;
        *wrong = tr("\"%1\" is none of %2").arg(text, values.join(QLatin1String(", ")));
        return {};
    }
    case PolicyKey::Type::Url:
        if (isAddress(text))
            return text;
        *wrong = tr("\"%1\" is not an address that begins with https://").arg(text);
        return {};
    case PolicyKey::Type::Path:
        if (QDir::isAbsolutePath(text))
            return text;
        *wrong = tr("\"%1\" is not an absolute path").arg(text);
        return {};
    case PolicyKey::Type::Text: *wrong = faultOfForm(key.form, text); return wrong->isEmpty() ? QVariant(text) : QVariant();
    case PolicyKey::Type::List: break;
    }
    return {};
}

QVariant PolicyRules::readList(const PolicyKey &key, const QStringList &written, QString *wrong)
{
    QStringList texts;
    QStringList faults;
    for (const QString &entry : written) {
        const QString text = entry.trimmed();
        if (text.isEmpty())
            continue;
        const QString fault =
            text.size() > longestText ? tr("longer than %1 characters").arg(longestText) : faultOfForm(key.form, text);
        if (fault.isEmpty())
            texts.append(text);
        else
            faults.append(fault);
    }
    if (texts.isEmpty() && faults.isEmpty())
        faults.append(tr("there is no value"));
    if (written.size() > mostEntries)
        faults.append(tr("more than %1 entries").arg(mostEntries));
    *wrong = faults.join(QLatin1String("; "));
    if (faults.isEmpty())
        return texts;
    if (key.form != PolicyKey::Form::Expression)
        return {};
    return texts.mid(0, mostEntries) + key.whenWrong.toStringList();
}

QString PolicyRules::faultOfForm(PolicyKey::Form form, const QString &text)
{
    switch (form) {
    case PolicyKey::Form::Any: return {};
    case PolicyKey::Form::Sha256:
        return isBase64Of(text, hashBytes) ? QString() : tr("\"%1\" is not a SHA-256 in base64").arg(text);
    case PolicyKey::Form::Ed25519Key:
        return isBase64Of(text, hashBytes) ? QString() : tr("\"%1\" is not an Ed25519 public key in base64").arg(text);
    case PolicyKey::Form::Expression: {
        const QRegularExpression expression(text, QRegularExpression::UseUnicodePropertiesOption);
        if (!expression.isValid())
            return tr("\"%1\" is not a regular expression: %2").arg(text, expression.errorString());
        // It would stand before every character and hide nothing, or everything.
        if (expression.match(QString()).hasMatch())
            return tr("\"%1\" matches an empty text").arg(text);
        return {};
    }
    }
    return {};
}

} // namespace liaison
