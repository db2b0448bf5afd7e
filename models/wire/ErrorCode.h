// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// Why something was refused; docs/protocol.md, 2.
enum class ErrorCode {
    None,
    BadFrame,
    TooBig,
    Rate,
    Unauthorized,
    TokenExpiring,
    Forbidden,
    NotFound,
    Conflict,
    StaleCommand,
    Fenced,
    Busy,
    TooOld,
    WrongEpoch,
    UpgradeRequired,
    Slow,
    Invalid,
    Full,
    Internal
};
QString toString(ErrorCode code);
ErrorCode errorCodeFromString(QStringView text);

/// What a client does about a refusal.
enum class Retry { Never, Later, Auth, Resync, Confirm };
QString toString(Retry retry);
Retry retryFromString(QStringView text);

/// WebSocket close codes of desk.v1.
namespace close_code {
inline constexpr int retryLater = 4000;
inline constexpr int signIn = 4001;
inline constexpr int never = 4003;
inline constexpr int slow = 4008;
inline constexpr int replaced = 4009;
inline constexpr int upgrade = 4010;
inline constexpr int drain = 4012;
} // namespace close_code

} // namespace liaison
