// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/controls/PersonDelegate.h"

namespace liaison {

class Session;

/// Who waits in a queue: name, queue, how long, what was written. GUI thread.
class WaitingDelegate : public PersonDelegate
{
    Q_OBJECT
public:
    explicit WaitingDelegate(Session *session, QObject *parent = nullptr) : PersonDelegate(parent), m_session(session) {}

protected:
    Person person(const QModelIndex &index) const override;

private:
    Session *m_session;
};

} // namespace liaison
