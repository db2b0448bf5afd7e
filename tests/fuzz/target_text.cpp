// SPDX-License-Identifier: GPL-3.0-or-later
// What others wrote, as the workstation shows it, and the links found in it.
#include "tests/fuzz/FuzzTarget.h"
#include "widgets/conversation/MessageText.h"

using namespace liaison;

LIAISON_FUZZ(message_text)
{
    const QString text = QString::fromUtf8(input);
    const QString shown = neutralised(text);
    fuzz::promise(neutralised(shown) == shown, "what is harmless stays as it is");
    fuzz::promise(shown.size() == text.size() - text.count(QLatin1String("\r\n")), "each character becomes one");
    for (const QChar c : shown) {
        const char16_t u = c.unicode();
        fuzz::promise(
            !((u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069) || u == 0x200E || u == 0x200F || u == 0x061C),
            "nothing turns the direction of what is around it");
        fuzz::promise(u >= 0x20 || u == '\n' || u == '\t', "no control character is left");
    }
    int end = 0;
    for (const TextLink &link : findLinks(shown)) {
        fuzz::promise(link.start >= end && link.length > 0 && link.start + link.length <= shown.size(),
                      "links lie within the text, one behind the other");
        end = link.start + link.length;
        const QString scheme = link.url.scheme().toLower();
        fuzz::promise(scheme == QLatin1String("http") || scheme == QLatin1String("https") || scheme == QLatin1String("mailto"),
                      "only three schemes are links");
        const QString host = trueHost(link.url);
        fuzz::promise(neutralised(host) == host, "a host is shown harmless");
    }
    const int most = int(input.size() % 50);
    fuzz::promise(shortened(shown, 3, most).size() <= most, "short means short");
}
