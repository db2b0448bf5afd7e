// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageText.h"

#include <QLocale>
#include <QRegularExpression>

namespace liaison {

QList<TextLink> findLinks(const QString &text)
{
    // Up to white space, quotes, brackets and CJK punctuation or letters: an address in a Chinese sentence ends where the
    // sentence goes on. A host may hold letters of any script, so the rule for them looks at the part before the first slash.
    static const QRegularExpression pattern(
        QStringLiteral(
            R"((?<![A-Za-z0-9])(?:(https?)://([^\s/?#<>"'，。；：！？、（）《》「」『』【】“”]+)([/?#][!-~]*)?|mailto:[!-;=-~]+@[!-;=-~]+))"),
        QRegularExpression::CaseInsensitiveOption);
    QList<TextLink> links;
    if (!text.contains(QLatin1Char(':')))
        return links;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        QString found = match.captured();
        // Full stops and brackets at the end belong to the sentence, a closing bracket only if it was not opened inside.
        for (;;) {
            const QChar last = found.isEmpty() ? QChar() : found.back();
            const bool stop = QLatin1String(".,;:!?'\"*").contains(last) && !last.isNull();
            const bool bracket = (last == u')' && found.count(u'(') < found.count(u')')) ||
                                 (last == u']' && found.count(u'[') < found.count(u']')) || last == u'}' || last == u'>';
            if (!stop && !bracket)
                break;
            found.chop(1);
        }
        const QUrl url(found, QUrl::StrictMode);
        const QString scheme = url.scheme().toLower();
        const bool web = scheme == QLatin1String("http") || scheme == QLatin1String("https");
        if (!url.isValid() || !(web ? !url.host().isEmpty() : scheme == QLatin1String("mailto")))
            continue;
        links.append({int(match.capturedStart()), int(found.size()), url});
    }
    return links;
}

QString trueHost(const QUrl &url)
{
    if (url.scheme().compare(QLatin1String("mailto"), Qt::CaseInsensitive) == 0)
        return neutralised(url.path());
    const QString ascii = url.host(QUrl::FullyEncoded);
    const QString shown = neutralised(url.host(QUrl::FullyDecoded));
    const int port = url.port();
    const QString suffix = port > 0 ? QStringLiteral(":%1").arg(port) : QString();
    if (ascii.contains(QLatin1String("xn--")) && shown != ascii)
        return shown + suffix + QStringLiteral(" (") + ascii + QLatin1Char(')');
    return ascii + suffix;
}

bool isForeignHost(const QUrl &url) { return url.host(QUrl::FullyEncoded).contains(QLatin1String("xn--"), Qt::CaseInsensitive); }

bool mixesScripts(const QUrl &url)
{
    const auto kindOf = [](char32_t c) {
        switch (QChar::script(c)) {
        case QChar::Script_Common:
        case QChar::Script_Inherited:
        case QChar::Script_Unknown: return int(QChar::Script_Common);
        // Written together in one word of Japanese, Korean or Chinese.
        case QChar::Script_Hiragana:
        case QChar::Script_Katakana:
        case QChar::Script_Hangul:
        case QChar::Script_Bopomofo: return int(QChar::Script_Han);
        default: return int(QChar::script(c));
        }
    };
    const QStringList labels = url.host(QUrl::FullyDecoded).split(u'.');
    for (const QString &label : labels) {
        int first = QChar::Script_Common;
        for (const uint c : label.toUcs4()) {
            const int kind = kindOf(c);
            if (kind == QChar::Script_Common || kind == first)
                continue;
            if (first != QChar::Script_Common)
                return true;
            first = kind;
        }
    }
    return false;
}

namespace {
/// The host as it is written in a link, which begins with or without a scheme; what stands behind it says nothing of where it leads.
QStringView writtenHost(QStringView link)
{
    if (const qsizetype scheme = link.indexOf(QLatin1String("://")); scheme >= 0)
        link = link.mid(scheme + 3);
    for (qsizetype i = 0; i < link.size(); ++i) {
        if (link[i] == u'/' || link[i] == u'?' || link[i] == u'#' || link[i] == u'\\') {
            link = link.left(i);
            break;
        }
    }
    link = link.mid(link.lastIndexOf(u'@') + 1);
    const qsizetype port = link.lastIndexOf(u':');
    return port > link.lastIndexOf(u']') ? link.left(port) : link;
}
} // namespace

QString withTrueHosts(const QString &text)
{
    QString out = text;
    const QList<TextLink> links = findLinks(text);
    for (qsizetype i = links.size() - 1; i >= 0; --i) {
        const TextLink &link = links.at(i);
        const QString ascii = link.url.host(QUrl::FullyEncoded);
        const bool shown = writtenHost(QStringView(text).mid(link.start, link.length)).compare(ascii, Qt::CaseInsensitive) == 0;
        if (isForeignHost(link.url) && !shown)
            out.insert(link.start + link.length, QStringLiteral(" [%1]").arg(ascii));
    }
    return out;
}

QString shortened(const QString &text, int maxLines, int maxChars)
{
    qsizetype end = 0;
    for (int line = 0; line < maxLines; ++line) {
        const qsizetype next = text.indexOf(u'\n', end);
        if (next < 0) {
            end = text.size();
            break;
        }
        end = next + 1;
    }
    if (end < text.size() && end > 0)
        --end; // without the break behind the last line
    end = qMin<qsizetype>(end, maxChars);
    if (end < text.size() && end > 0 && text[end - 1].isHighSurrogate())
        --end;
    return text.left(end);
}

QString sizeInWords(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1024 * 1024 ? 0 : 1, QLocale::DataSizeTraditionalFormat);
}

} // namespace liaison
