// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/DiagnosticsPage.h"

#include "models/session/Session.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>

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

DiagnosticsPage::DiagnosticsPage(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(16, 16, 16, 16);
    m_form->setVerticalSpacing(8);
    m_form->setHorizontalSpacing(16);
    m_link = addRow(tr("Link to the hub"));
    m_roundTrip = addRow(tr("Round trip"));
    m_outbox = addRow(tr("Waiting to be sent"));
    m_store = addRow(tr("Local store"));
    m_conversations = addRow(tr("Conversations held"));
    m_version = addRow(tr("Version"));
    auto *copy = new QPushButton(tr("Copy the report"), this);
    m_form->addRow(QString(), copy);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(report()); });
    connect(session, &Session::syncChanged, this, &DiagnosticsPage::refresh);
    refresh();
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
    return lines.join(QLatin1Char('\n'));
}

} // namespace liaison
