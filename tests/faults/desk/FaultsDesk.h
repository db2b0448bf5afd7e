// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/DeskLink.h"
#include "models/lists/MessageListModel.h"
#include "models/session/Session.h"
#include "models/store/Store.h"

#include <QJsonObject>
#include <QSet>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>

namespace liaison::test {

/// The machine's clock, set wrong by a number of milliseconds.
class SteppedClock : public SystemClock
{
public:
    qint64 utcMs() const override { return SystemClock::utcMs() + m_offset; }
    void setOffset(qint64 ms) { m_offset = ms; }

private:
    qint64 m_offset = 0;
};

/// An agent's workstation without its window: link, session, encrypted store and a message list per conversation, in a process of
/// its own that may be killed. Told what to do by lines of JSON, and tells what happens in such lines. Accepts every offer and says
/// yes when asked whether an old message may still go. One thread, besides those of the store.
class FaultsDesk : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QString folder;
        QUrl link;
        QUrl http;
        QString token;
        QString device;
    };
    using Say = std::function<void(const QJsonObject &line)>;

    FaultsDesk(const Options &options, Say say);
    ~FaultsDesk() override;

    void start();
    /// One line: {"do": …}; README.md of the folder above lists them.
    void carryOut(const QJsonObject &order);

private:
    struct Draft
    {
        QString text;
        int looks = 0;       ///< it is sent at the look after so many
        bool isKept = false; ///< known to be on the disk
    };
    void begin();
    void look();
    void say(const QJsonObject &order);
    void send(const QString &conversation, const QString &text);
    void type(const QString &conversation, const QString &text, int looks);
    void sendTyped(const QString &conversation);
    void watchPromises();
    void sayQuiet();
    void report(const QJsonObject &order);
    void readStored(const QStringList &conversations, qsizetype next, std::shared_ptr<QJsonObject> into);
    QJsonObject describe(const QString &conversation);
    QString served(int pick) const;

    Options m_options;
    Say m_say;
    SteppedClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<DeskLink> m_link;
    std::unique_ptr<Session> m_session;
    std::map<QString, std::unique_ptr<MessageListModel>> m_models;
    QSet<QString> m_seen;              ///< every conversation that this process has met
    QSet<QString> m_offers;            ///< answered ones
    QSet<QString> m_typed;             ///< mids that are not known to be on the disk yet
    QSet<QString> m_taken;             ///< mids taken back that are not known to be off the disk yet
    std::map<QString, Draft> m_drafts; ///< by conversation: what stands in its box and is to be sent
    Cursor m_handed;                   ///< up to where the link has handed events to the session
    QTimer m_looking;
    bool m_accepting = true;
    bool m_readingPromises = false;
    bool m_ready = false;
};

} // namespace liaison::test
