// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/PlainToolTip.h"

#include <QTextDocument>

namespace liaison {

QString plainToolTip(const QString &words)
{
    return Qt::mightBeRichText(words) ? QStringLiteral("<span>%1</span>").arg(words.toHtmlEscaped()) : words;
}

} // namespace liaison
