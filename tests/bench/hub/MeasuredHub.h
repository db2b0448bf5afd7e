// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/load/MeasuredServer.h"

namespace liaison::bench {

/// A real liaison-hub.
class MeasuredHub final : public MeasuredServer
{
public:
    MeasuredHub();

    bool start(QString *error) override;
    QString databasePath() const { return path(QStringLiteral("data/hub.db")); }
    /// A number of GET /metrics, -1 if there is none of that name.
    qint64 metric(const QByteArray &name) const;

private:
    quint16 m_httpPort = 0;
};

} // namespace liaison::bench
