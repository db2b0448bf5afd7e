// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>

namespace liaison {

/// How soon an answer is due: calm (more than half of the target is left), soon, late.
enum class Urgency { None, Calm, Soon, Late };

/// The urgency of a customer who has waited since `needSince` (hub UTC ms, 0: nobody waits) for an answer that is due within
/// `targetMs`, at `now` (hub UTC ms). Without a target nobody is ever late. Pure.
Urgency urgencyOf(qint64 needSince, qint64 targetMs, qint64 now);

/// What a display of whole seconds, then whole minutes, shows of a span: it changes exactly when the words do. Pure.
qint64 displayedSpan(qint64 spanMs);

} // namespace liaison
