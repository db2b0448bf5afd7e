// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/WaitingDelegate.h"

#include "models/lists/WaitingListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/TimeWords.h"

namespace liaison {

PersonDelegate::Person WaitingDelegate::person(const QModelIndex &index) const
{
    const QString name = index.data(WaitingListModel::CustomerName).toString();
    const QString words = QStringLiteral("%1 · %2").arg(index.data(WaitingListModel::QueueName).toString(),
                                                        index.data(WaitingListModel::PreviewText).toString().simplified());
    const QString waits =
        tr("waits %1").arg(TimeWords::clock(m_session->hubNow() - index.data(WaitingListModel::Since).toLongLong()));
    return {name.isEmpty() ? tr("Visitor") : name, words, waits, Pill::Tone::Neutral, true};
}

} // namespace liaison
