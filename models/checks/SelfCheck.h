// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMetaType>
#include <QString>

namespace liaison {

/// What one check found.
struct CheckResult
{
    enum class Outcome {
        Ok,
        Warning, ///< it works, or was not tried; the words say what is missing
        Failed
    };
    Outcome outcome = Outcome::Ok;
    QString words; ///< in the program's language

    static CheckResult ok(const QString &words) { return {Outcome::Ok, words}; }
    static CheckResult warning(const QString &words) { return {Outcome::Warning, words}; }
    static CheckResult failed(const QString &words) { return {Outcome::Failed, words}; }
};

/// One line of the list.
struct SelfCheck
{
    int number = 0; ///< the same in every version that has the check
    QString id;     ///< for scripts
    QString title;
    CheckResult result;
};

/// "ok", "warning" or "failed": for scripts, never translated.
inline QString toString(CheckResult::Outcome outcome)
{
    switch (outcome) {
    case CheckResult::Outcome::Ok: return QStringLiteral("ok");
    case CheckResult::Outcome::Warning: return QStringLiteral("warning");
    case CheckResult::Outcome::Failed: break;
    }
    return QStringLiteral("failed");
}

} // namespace liaison

Q_DECLARE_METATYPE(liaison::SelfCheck)
