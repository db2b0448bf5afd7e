// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Transport.h"

#include <QPointer>
#include <QTimer>
#include <memory>
#include <utility>

namespace liaison::test {

/// Two ends of a connection in memory. What one end sends reaches the other through the event loop, in order. A test can make it
/// half-open (what is sent disappears, nobody is told), or let it be cut after any number of frames.
class PairTransport : public wire::Transport
{
public:
    /// The first is ours, the second the peer's; both report `opened` from the event loop.
    static std::pair<std::unique_ptr<PairTransport>, std::unique_ptr<PairTransport>> make()
    {
        auto a = std::make_unique<PairTransport>();
        auto b = std::make_unique<PairTransport>();
        a->m_peer = b.get();
        b->m_peer = a.get();
        for (PairTransport *end : {a.get(), b.get()})
            QMetaObject::invokeMethod(
                end, [end] { end->open(); }, Qt::QueuedConnection);
        return {std::move(a), std::move(b)};
    }

    ~PairTransport() override { hangUp(0, {}); }

    void sendText(const QByteArray &utf8) override
    {
        deliver([utf8](PairTransport *peer) { emit peer->textReceived(utf8); });
    }
    void sendBinary(const QByteArray &bytes) override
    {
        deliver([bytes](PairTransport *peer) { emit peer->binaryReceived(bytes); });
    }
    void close(int code, const QString &reason) override
    {
        hangUp(code, reason);
        end(code, reason);
    }
    void abort() override
    {
        hangUp(0, {});
        end(0, {});
    }
    qint64 bytesToWrite() const override { return 0; }
    QString peer() const override { return QStringLiteral("pair"); }

    /// From now on nothing that this end sends arrives, and nobody notices.
    void goSilent() { m_silent = true; }
    /// Frames this end still sends before the connection is cut; -1 for no limit.
    void cutAfter(int frames) { m_left = frames; }
    bool isOpen() const { return !m_ended; }

private:
    void open()
    {
        if (m_ended)
            return;
        emit opened();
    }
    template <typename Deliver>
    void deliver(Deliver deliver)
    {
        if (!m_peer || m_ended || m_silent)
            return;
        if (m_left == 0) {
            abort();
            return;
        }
        if (m_left > 0)
            --m_left;
        QMetaObject::invokeMethod(
            m_peer,
            [peer = m_peer, deliver] {
                if (peer && !peer->m_ended)
                    deliver(peer.data());
            },
            Qt::QueuedConnection);
    }
    /// Tells the peer, behind everything that is already on its way to it.
    void hangUp(int code, const QString &reason)
    {
        if (!m_peer || m_ended || m_silent)
            return;
        QMetaObject::invokeMethod(
            m_peer,
            [peer = m_peer, code, reason] {
                if (peer && !std::exchange(peer->m_ended, true))
                    emit peer->closed(code, reason);
            },
            Qt::QueuedConnection);
    }
    void end(int code, const QString &reason)
    {
        if (std::exchange(m_ended, true))
            return;
        QMetaObject::invokeMethod(
            this, [this, code, reason] { emit closed(code, reason); }, Qt::QueuedConnection);
    }

    QPointer<PairTransport> m_peer;
    bool m_ended = false;
    bool m_silent = false;
    int m_left = -1;
};

} // namespace liaison::test
