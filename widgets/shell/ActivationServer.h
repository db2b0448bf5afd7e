// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <memory>

namespace liaison {

/// One program a data folder answers when another one is started over the same folder: it takes over the link, comes to the front,
/// and the new one ends. A local socket that only this user can reach; what comes in is at most a link, judged by DeskUrl. GUI thread.
class ActivationServer : public QObject
{
    Q_OBJECT
public:
    /// Nobody else's link is longer; what is, is not read.
    static constexpr int mostBytes = 4096;

    explicit ActivationServer(QObject *parent = nullptr);
    ~ActivationServer() override;

    /// Gives `link` (may be empty: only come to the front) to the program that runs over `dataFolder`. False if none runs, or it does
    /// not answer within a few seconds. Blocks for so long; before the event loop.
    static bool handOver(const QString &dataFolder, const QString &link);
    /// Listens for later ones. False if another program over this folder does already, or there is no place for the socket.
    bool listen(const QString &dataFolder);
    /// Where it listens: a path, or the name of a pipe on Windows.
    static QString address(const QString &dataFolder);

signals:
    void activated(const QString &link);

private:
    void onConnected();

    QLocalServer m_server;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace liaison
