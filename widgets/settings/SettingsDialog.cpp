// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/SettingsDialog.h"

#include "widgets/settings/AppearancePage.h"
#include "widgets/settings/CannedRepliesPage.h"
#include "widgets/settings/DiagnosticsPage.h"

#include <QDialogButtonBox>
#include <QTabWidget>
#include <QVBoxLayout>

namespace liaison {

SettingsDialog::SettingsDialog(Preferences *preferences, Session *session, const update::UpdateService *updates, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Settings"));
    resize(760, 560);
    auto *column = new QVBoxLayout(this);
    auto *pages = new QTabWidget(this);
    pages->setAccessibleName(tr("Settings"));
    pages->setDocumentMode(true); // no box around the pages: the dialog is one
    auto *appearance = new AppearancePage(preferences, pages);
    connect(appearance, &AppearancePage::soundTried, this, &SettingsDialog::soundTried);
    pages->addTab(appearance, tr("Appearance and sounds"));
    pages->addTab(new CannedRepliesPage(session, pages), tr("Canned replies"));
    pages->addTab(new DiagnosticsPage(preferences, session, updates, pages), tr("Diagnostics"));
    // Our own word: Qt's may not be there in the agent's language.
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(pages, 1);
    column->addWidget(buttons);
}

} // namespace liaison
