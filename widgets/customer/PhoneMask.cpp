// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/PhoneMask.h"

namespace liaison {

QString maskedPhone(const QString &phone)
{
    QString digits;
    for (const QChar c : phone) {
        if (c.isDigit() || (digits.isEmpty() && c == QLatin1Char('+')))
            digits.append(c);
    }
    if (digits.size() < 7)
        return phone;
    const qsizetype head = digits.size() >= 11 ? 3 : 2;
    return digits.left(head) + QStringLiteral(" **** ") + digits.right(digits.size() >= 9 ? 4 : 2);
}

} // namespace liaison
