// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <memory>

class QFormLayout;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace liaison {

class Preferences;
class SelfChecks;
class Session;
struct SelfCheck;
namespace update {
class UpdateService;
}

/// What the program says of itself: link, store, versions, and the self-checks of `liaison --check`; nothing secret, no customer's data,
/// so that it can be copied into a fault report. GUI thread.
class DiagnosticsPage : public QWidget
{
    Q_OBJECT
public:
    /// `updates`: what the last look for a new version came to; null for no such line. Nothing is owned.
    DiagnosticsPage(Preferences *preferences, Session *session, const update::UpdateService *updates, QWidget *parent = nullptr);
    ~DiagnosticsPage() override;
    /// All lines as plain text.
    QString report() const;

private:
    void refresh();
    void runChecks();
    void showCheck(const SelfCheck &check);
    QString updateWords() const;
    QLabel *addRow(const QString &label);

    Session *m_session;
    QFormLayout *m_form;
    QLabel *m_link;
    QLabel *m_roundTrip;
    QLabel *m_outbox;
    QLabel *m_store;
    QLabel *m_conversations;
    QLabel *m_version;
    Preferences *m_preferences;
    QPushButton *m_run;
    QTreeWidget *m_list;
    std::unique_ptr<SelfChecks> m_checks;
    const update::UpdateService *m_updates;
};

} // namespace liaison
