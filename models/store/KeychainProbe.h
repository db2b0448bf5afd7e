// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <functional>

namespace liaison {

/// Whether the system's secret store keeps what it is given: writes an entry of its own, reads it and deletes it. GUI thread.
class KeychainProbe : public QObject
{
    Q_OBJECT
public:
    explicit KeychainProbe(QObject *parent = nullptr);
    /// `done` gets why it does not, empty if it does; a store that is locked may wait for the user.
    void run(QObject *context, std::function<void(const QString &trouble)> done);

private:
    QString m_service;
    QString m_value;
};

} // namespace liaison
