// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/DeskLink.h"

#include "models/link/LinkCore.h"

namespace liaison {

// The public face; how it works is in LinkCore.

DeskLink::DeskLink(TransportFactory factory, const Clock &clock, LinkTimings timings, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(factory), clock, timings))
{}

DeskLink::~DeskLink() = default;

void DeskLink::start(const QUrl &url, const wire::Hello &hello, const Cursor &cursor) { d->start(url, hello, cursor); }
void DeskLink::stop() { d->stop(); }
void DeskLink::retryNow() { d->retryNow(); }
void DeskLink::setToken(const QString &token) { d->setToken(token); }
void DeskLink::send(const wire::Command &command) { d->sendCommand(command); }
void DeskLink::drop(const QString &cid) { d->dropCommand(cid); }
void DeskLink::sendSignal(const wire::Signal &signal) { d->sendSignal(signal); }
void DeskLink::ask(const wire::Ask &ask) { d->sendAsk(ask); }
void DeskLink::subscribe(const QString &topic) { d->subscribe(topic); }
void DeskLink::unsubscribe(const QString &topic) { d->unsubscribe(topic); }
void DeskLink::applied(const Cursor &cursor) { d->setApplied(cursor); }
LinkPhase DeskLink::phase() const { return d->phase(); }
qint64 DeskLink::silentFor() const { return d->silentFor(); }
qint64 DeskLink::clockOffset() const { return d->offset().offset(); }
int DeskLink::roundTrip() const { return d->offset().roundTrip(); }
qint64 DeskLink::nextTryIn() const { return d->nextTryIn(); }
int DeskLink::lastCloseCode() const { return d->lastCloseCode(); }
QString DeskLink::lastCloseText() const { return d->lastCloseText(); }
int DeskLink::unanswered() const { return d->unanswered(); }
Cursor DeskLink::received() const { return d->received(); }

} // namespace liaison
