// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/PreviewText.h"

#include "models/lists/MessageWords.h"

namespace liaison {

QString previewText(const Preview &preview, const TextMask &mask)
{
    switch (preview.kind) {
    case MessageKind::Picture: return MessageWords::tr("[Picture] %1").arg(mask.masked(preview.text)).trimmed();
    case MessageKind::File: return MessageWords::tr("[File] %1").arg(mask.masked(preview.text)).trimmed();
    case MessageKind::System: {
        Message message;
        message.text = preview.text;
        return MessageWords::system(message);
    }
    case MessageKind::Text:
    case MessageKind::Note: break;
    }
    return mask.masked(preview.text.simplified());
}

} // namespace liaison
