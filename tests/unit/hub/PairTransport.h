// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Transport.h"

#include <QPointer>
#include <deque>
#include <memory>
#include <utility>

namespace liaison::test {

/// One end of a connection in memory. Frames reach the other end through the event loop, in order, one a turn. A test can cut the
/// connection behind any frame, hold frames back as a peer that does not read, or pretend bytes in the socket.
/// Header only, without Q_OBJECT, so that any test folder can include it. One thread.
class PairTransport : public wire::Transport
{
public:
    using Ends = std::pair<std::unique_ptr<PairTransport>, std::unique_ptr<PairTransport>>;
    /// Two connected ends.
    static Ends make()
    {
        Ends ends{std::make_unique<PairTransport>(), std::make_unique<PairTransport>()};
        ends.first->m_peer = ends.second.get();
        ends.second->m_peer = ends.first.get();
        return ends;
    }

    void sendText(const QByteArray &utf8) override { push({utf8, false, -1, {}}); }
    void sendBinary(const QByteArray &bytes) override { push({bytes, true, -1, {}}); }
    void close(int code, const QString &reason) override
    {
        if (m_closing || m_ended)
            return;
        m_closing = true;
        m_out.push_back({{}, false, code, reason});
        schedule();
    }
    void abort() override { cut(); }
    qint64 bytesToWrite() const override { return m_bytes + m_pretended; }
    QString peer() const override { return QStringLiteral("pair"); }

    /// Says that the connection is there; what a client's end does in real life.
    void open()
    {
        QMetaObject::invokeMethod(
            this, [this] { emit opened(); }, Qt::QueuedConnection);
    }
    /// Cuts the connection now: what is under way both ways is lost, both ends see closed(0).
    void cut()
    {
        if (m_peer)
            m_peer->finish(0, {});
        finish(0, {});
    }
    /// Cuts the connection once this end has delivered `frames` more frames.
    void cutAfter(int frames) { m_cutAfter = frames; }
    /// While held, nothing that this end sends is delivered, and bytesToWrite() grows.
    void hold(bool held)
    {
        m_held = held;
        schedule();
    }
    /// Adds to bytesToWrite().
    void pretend(qint64 bytes)
    {
        m_pretended = bytes;
        emit bytesWritten();
    }
    /// Frames sent by this end so far, delivered or not.
    int sentFrames() const { return m_sent; }
    /// The most that ever waited at this end, in bytes.
    qint64 mostWaiting() const { return m_most; }
    bool isEnded() const { return m_ended; }

private:
    struct Packet
    {
        QByteArray bytes;
        bool binary = false;
        int closeCode = -1;
        QString reason;
    };

    void push(Packet packet)
    {
        if (m_closing || m_ended)
            return;
        ++m_sent;
        m_bytes += packet.bytes.size();
        m_most = qMax(m_most, m_bytes);
        m_out.push_back(std::move(packet));
        schedule();
    }
    void schedule()
    {
        if (m_scheduled || m_held || m_out.empty() || m_ended)
            return;
        m_scheduled = true;
        QMetaObject::invokeMethod(
            this, [this] { deliver(); }, Qt::QueuedConnection);
    }
    void deliver()
    {
        m_scheduled = false;
        if (m_held || m_ended || m_out.empty())
            return;
        if (m_cutAfter == 0) {
            cut();
            return;
        }
        if (m_cutAfter > 0)
            --m_cutAfter;
        const Packet packet = std::move(m_out.front());
        m_out.pop_front();
        m_bytes -= packet.bytes.size();
        const QPointer<PairTransport> self(this);
        if (packet.closeCode >= 0) {
            if (m_peer)
                m_peer->finish(packet.closeCode, packet.reason);
            if (self)
                finish(packet.closeCode, packet.reason);
            return;
        }
        if (m_peer && !m_peer->m_ended) {
            if (packet.binary)
                emit m_peer->binaryReceived(packet.bytes);
            else
                emit m_peer->textReceived(packet.bytes);
        }
        if (!self || m_ended)
            return;
        schedule();
        emit bytesWritten();
    }
    void finish(int code, const QString &reason)
    {
        if (m_ended)
            return;
        m_ended = true;
        m_out.clear();
        m_bytes = 0;
        emit closed(code, reason);
    }

    QPointer<PairTransport> m_peer;
    std::deque<Packet> m_out;
    qint64 m_bytes = 0;
    qint64 m_pretended = 0;
    qint64 m_most = 0;
    int m_sent = 0;
    int m_cutAfter = -1;
    bool m_held = false;
    bool m_scheduled = false;
    bool m_closing = false;
    bool m_ended = false;
};

} // namespace liaison::test
