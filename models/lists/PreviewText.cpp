// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/PreviewText.h"

#include "models/lists/MessageWords.h"

namespace liaison {

QString previewText(const Preview &preview)
{
    switch (preview.kind) {
    case MessageKind::Picture: return MessageWords::tr("[Picture] %1").arg(preview.text).trimmed();
    case MessageKind::File: return MessageWords::tr("[File] %1").arg(preview.text).trimmed();
    case MessageKind::System: {
        Message message;
        message.text = preview.text;
        return MessageWords::system(message);
    }
    case MessageKind::Text:
    case MessageKind::Note: break;
    }
    return preview.text.simplified();
}

} // namespace liaison
