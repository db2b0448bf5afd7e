// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/wire/ErrorCode.h"

#include "models/domain/Names.h"

namespace liaison {

namespace {
constexpr Name<ErrorCode> codeNames[] = {{ErrorCode::None, ""},
                                         {ErrorCode::BadFrame, "bad_frame"},
                                         {ErrorCode::TooBig, "too_big"},
                                         {ErrorCode::Rate, "rate"},
                                         {ErrorCode::Unauthorized, "unauthorized"},
                                         {ErrorCode::TokenExpiring, "token_expiring"},
                                         {ErrorCode::Forbidden, "forbidden"},
                                         {ErrorCode::NotFound, "not_found"},
                                         {ErrorCode::Conflict, "conflict"},
                                         {ErrorCode::StaleCommand, "stale_cmd"},
                                         {ErrorCode::Fenced, "fenced"},
                                         {ErrorCode::Busy, "busy"},
                                         {ErrorCode::TooOld, "too_old"},
                                         {ErrorCode::WrongEpoch, "wrong_epoch"},
                                         {ErrorCode::UpgradeRequired, "upgrade_required"},
                                         {ErrorCode::Slow, "slow"},
                                         {ErrorCode::Invalid, "invalid"},
                                         {ErrorCode::Full, "full"},
                                         {ErrorCode::Internal, "internal"}};
constexpr Name<Retry> retryNames[] = {{Retry::Never, "never"},
                                      {Retry::Later, "later"},
                                      {Retry::Auth, "auth"},
                                      {Retry::Resync, "resync"},
                                      {Retry::Confirm, "confirm"}};
} // namespace

QString toString(ErrorCode code) { return nameOf(codeNames, code); }
ErrorCode errorCodeFromString(QStringView text) { return valueOf(codeNames, text, ErrorCode::Internal); }
QString toString(Retry retry) { return nameOf(retryNames, retry); }
Retry retryFromString(QStringView text) { return valueOf(retryNames, text, Retry::Never); }

} // namespace liaison
