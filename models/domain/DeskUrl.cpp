// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/DeskUrl.h"

#include "models/domain/Ids.h"

#include <QUrl>

namespace liaison {

namespace {

/// host or host:port, in plain ASCII, as it stands; empty if it is anything else. Nothing is decoded and nothing mended: what the
/// person is shown is what is asked for.
QString hubOf(const QString &text)
{
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        const bool good = (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u == '.' || u == '-' ||
                          u == ':' || u == '[' || u == ']';
        if (!good)
            return {};
    }
    const QUrl url(QLatin1String("https://") + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.port(443) == 0 || text.endsWith(QLatin1Char(':')))
        return {};
    return text.toLower();
}

} // namespace

DeskUrl DeskUrl::parse(const QString &text)
{
    static const QString scheme = QStringLiteral("liaison://");
    if (text.size() > mostCharacters || !text.startsWith(scheme, Qt::CaseInsensitive))
        return {};
    const QString rest = text.mid(scheme.size());
    const qsizetype slash = rest.indexOf(QLatin1Char('/'));
    if (slash < 0)
        return {};
    const QString what = rest.left(slash).toLower();
    QString which = rest.mid(slash + 1);
    if (which.endsWith(QLatin1Char('/')))
        which.chop(1); // browsers add one
    DeskUrl url;
    if (what == QLatin1String("conversation") && isId(which)) {
        url.kind = Kind::Conversation;
        url.conversation = which;
    } else if (what == QLatin1String("hub")) {
        url.hub = hubOf(which);
        url.kind = url.hub.isEmpty() ? Kind::None : Kind::Hub;
    }
    return url;
}

} // namespace liaison
