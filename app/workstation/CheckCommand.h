// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/checks/SelfChecks.h"

namespace liaison {

/// `liaison --check`: runs the self-checks and prints each as it comes, or all as one JSON object. Needs an event loop.
class CheckCommand : public QObject
{
    Q_OBJECT
public:
    CheckCommand(const SelfChecks::Setup &setup, bool asJson, QObject *parent = nullptr);
    /// Exit code: 0, or 1 if a check failed; a warning fails nothing.
    int run();

private:
    void print(const SelfCheck &check);

    SelfChecks m_checks;
    bool m_asJson;
    QList<SelfCheck> m_done;
};

} // namespace liaison
