// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/MessageListModel.h"

namespace liaison {

QHash<int, QByteArray> MessageListModel::roleNames() const
{
    return {{MessageRole::Mid, "mid"},
            {MessageRole::Cseq, "cseq"},
            {MessageRole::Kind, "kind"},
            {MessageRole::Side, "side"},
            {MessageRole::AuthorName, "authorName"},
            {MessageRole::At, "at"},
            {MessageRole::Text, "text"},
            {MessageRole::SystemText, "systemText"},
            {MessageRole::File, "file"},
            {MessageRole::State, "state"},
            {MessageRole::Error, "error"},
            {MessageRole::UploadPercent, "uploadPercent"},
            {MessageRole::LocalFile, "localFile"},
            {MessageRole::Recalled, "recalled"},
            {MessageRole::Masked, "masked"}};
}

} // namespace liaison
