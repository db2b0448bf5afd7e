// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QObject>

namespace liaison::wire {

/// One established or opening connection that carries frames both ways: a WebSocket in the programs, a pair in memory in
/// tests. Both the hub's Link and the workstation's DeskLink are written against it. Lives on its owner's thread.
class Transport : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// Sends one text frame (UTF-8 JSON). Without an open connection it is dropped.
    virtual void sendText(const QByteArray &utf8) = 0;
    /// Sends one binary frame.
    virtual void sendBinary(const QByteArray &bytes) = 0;
    /// Closes with a desk.v1 or WebSocket close code; `closed` follows.
    virtual void close(int code, const QString &reason) = 0;
    /// Cuts the connection without a goodbye.
    virtual void abort() = 0;
    /// Bytes accepted by send…() that the system has not taken yet (R10).
    virtual qint64 bytesToWrite() const = 0;
    /// For logs: the peer's address.
    virtual QString peer() const = 0;

signals:
    void opened();
    void textReceived(const QByteArray &utf8);
    void binaryReceived(const QByteArray &bytes);
    /// Some bytes have left; bytesToWrite() is smaller.
    void bytesWritten();
    /// The connection is gone; emitted once. `code` 0 if it was cut.
    void closed(int code, const QString &reason);
};

} // namespace liaison::wire
