// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/UpdateService.h"
#include "widgets/controls/Band.h"

namespace liaison {

/// Tells the agent that a newer version lies ready, and asks when: on signing out, now, or later. Quiet: it takes no focus, makes no
/// sound, and is hidden while there is nothing to ask. GUI thread.
class UpdateBar : public Band
{
    Q_OBJECT
public:
    explicit UpdateBar(QWidget *parent = nullptr);
    /// Not owned; shown from now on.
    void setUpdates(update::UpdateService *updates);

signals:
    /// The agent pressed "now"; whoever knows of open conversations asks once more.
    void nowWanted();

private:
    void refresh();
    QPushButton *addChoice(const QString &words, const QString &name);

    update::UpdateService *m_updates = nullptr;
    QList<QPushButton *> m_choices;
};

} // namespace liaison
