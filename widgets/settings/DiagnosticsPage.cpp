// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/DiagnosticsPage.h"

#include "models/checks/SelfChecks.h"
#include "models/session/Session.h"
#include "models/update/UpdateService.h"
#include "widgets/controls/PlainToolTip.h"
#include "widgets/settings/Preferences.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace liaison {

namespace {

QString phaseWords(LinkPhase phase)
{
    switch (phase) {
    case LinkPhase::Stopped: return DiagnosticsPage::tr("stopped");
    case LinkPhase::Waiting: return DiagnosticsPage::tr("offline, waiting for the next try");
    case LinkPhase::Connecting: return DiagnosticsPage::tr("connecting");
    case LinkPhase::Replaying: return DiagnosticsPage::tr("catching up");
    case LinkPhase::Live: return DiagnosticsPage::tr("in sync");
    }
    return {};
}

} // namespace

DiagnosticsPage::DiagnosticsPage(Preferences *preferences, Session *session, const update::UpdateService *updates,
                                 QWidget *parent)
    : QWidget(parent), m_session(session), m_form(new QFormLayout), m_preferences(preferences),
      m_run(new QPushButton(tr("Check this computer"), this)), m_list(new QTreeWidget(this)), m_updates(updates)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addLayout(m_form);
    m_form->setVerticalSpacing(8);
    m_form->setHorizontalSpacing(16);
    m_link = addRow(tr("Link to the hub"));
    m_roundTrip = addRow(tr("Round trip"));
    m_outbox = addRow(tr("Waiting to be sent"));
    m_store = addRow(tr("Local store"));
    m_conversations = addRow(tr("Conversations held"));
    if (m_updates) {
        QLabel *line = addRow(tr("Updates"));
        line->setWordWrap(true);
        connect(m_updates, &update::UpdateService::changed, line, [this, line] { line->setText(updateWords()); });
        line->setText(updateWords());
    }
    m_version = addRow(tr("Version"));
    auto *copy = new QPushButton(tr("Copy the report"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_run);
    buttons->addWidget(copy);
    buttons->addStretch();
    column->addLayout(buttons);
    m_list->setAccessibleName(tr("Checks of this computer"));
    m_list->setHeaderLabels({tr("Check"), tr("Result"), tr("What was found")});
    m_list->setRootIsDecorated(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->hide();
    column->addWidget(m_list, 1);
    column->addStretch();
    connect(m_run, &QPushButton::clicked, this, &DiagnosticsPage::runChecks);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(report()); });
    connect(session, &Session::syncChanged, this, &DiagnosticsPage::refresh);
    refresh();
}

DiagnosticsPage::~DiagnosticsPage() = default;

void DiagnosticsPage::runChecks()
{
    SelfChecks::Setup setup;
    setup.policy = m_preferences->policy();
    setup.dataFolder = m_preferences->folder();
    setup.hub = m_session->hub().toString();
    setup.name = m_preferences->value(QStringLiteral("name")).toString();
    m_checks = std::make_unique<SelfChecks>(setup);
    connect(m_checks.get(), &SelfChecks::checked, this, &DiagnosticsPage::showCheck);
    connect(m_checks.get(), &SelfChecks::finished, this, [this] {
        m_run->setEnabled(true);
        m_run->setText(tr("Check again"));
    });
    m_list->clear();
    m_list->show();
    m_run->setEnabled(false);
    m_run->setText(tr("Checking…"));
    m_checks->start();
}

void DiagnosticsPage::showCheck(const SelfCheck &check)
{
    const QString outcome = check.result.outcome == CheckResult::Outcome::Ok        ? tr("in order")
                            : check.result.outcome == CheckResult::Outcome::Warning ? tr("to note")
                                                                                    : tr("failed");
    auto *row =
        new QTreeWidgetItem(m_list, {QStringLiteral("%1. %2").arg(check.number).arg(check.title), outcome, check.result.words});
    row->setToolTip(2, plainToolTip(check.result.words));
    if (check.result.outcome == CheckResult::Outcome::Failed) {
        QFont bold = row->font(1);
        bold.setBold(true);
        row->setFont(1, bold);
    }
    m_list->scrollToItem(row);
}

QLabel *DiagnosticsPage::addRow(const QString &label)
{
    auto *value = new QLabel(this);
    value->setTextFormat(Qt::PlainText);
    value->setAccessibleName(label);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_form->addRow(label, value);
    return value;
}

void DiagnosticsPage::refresh()
{
    const SyncState sync = m_session->sync();
    m_link->setText(phaseWords(sync.phase));
    m_roundTrip->setText(sync.roundTripMs < 0 ? tr("not measured yet") : tr("%1 ms").arg(sync.roundTripMs));
    m_outbox->setText(QString::number(sync.toSend));
    m_store->setText(sync.store.isError() ? tr("in trouble: %1").arg(sync.store.detail) : tr("encrypted, in order"));
    m_conversations->setText(QString::number(m_session->conversations().size()));
    m_version->setText(
        QStringLiteral("Liaison %1, Qt %2, %3")
            .arg(QString::fromLatin1(LIAISON_VERSION), QString::fromLatin1(qVersion()), QSysInfo::prettyProductName()));
}

QString DiagnosticsPage::updateWords() const
{
    using update::UpdateService;
    if (!m_updates->options().isUsable())
        return tr("not set up on this computer");
    if (m_updates->phase() == UpdateService::Phase::Downloading)
        return tr("fetching a new version, %1 %").arg(m_updates->percent());
    if (m_updates->phase() == UpdateService::Phase::Ready && m_updates->reason() == update::Reason::None)
        return tr("%1 lies ready").arg(m_updates->readyVersion());
    if (m_updates->lookedAt() == 0)
        return tr("not looked for yet");
    // The name in brackets is what docs/administrator.md explains.
    const QString name = update::reasonName(m_updates->reason());
    const QString detail = m_updates->detail();
    return QStringLiteral("%1 [%2]").arg(update::inWords(m_updates->reason()),
                                         detail.isEmpty() ? name : name + QStringLiteral(": ") + detail);
}

QString DiagnosticsPage::report() const
{
    QStringList lines;
    for (int row = 0; row < m_form->rowCount(); ++row) {
        const auto *label = m_form->itemAt(row, QFormLayout::LabelRole);
        const auto *value = m_form->itemAt(row, QFormLayout::FieldRole);
        const auto *name = label ? qobject_cast<QLabel *>(label->widget()) : nullptr;
        const auto *text = value ? qobject_cast<QLabel *>(value->widget()) : nullptr;
        if (name && text)
            lines.append(name->text() + QStringLiteral(": ") + text->text());
    }
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *item = m_list->topLevelItem(row);
        lines.append(QStringLiteral("%1: %2, %3").arg(item->text(0), item->text(1), item->text(2)));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace liaison
