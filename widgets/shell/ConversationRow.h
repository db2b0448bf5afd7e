// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/controls/Pill.h"

#include <QRect>

class QPainter;

namespace liaison {

/// What one row of the conversation list shows: everything its picture depends on but its size and the theme, so equal rows of one size look
/// the same. A value; the words are translated already.
struct ConversationRow
{
    /// Where the parts of a row lie: the same for painting and for the mouse.
    struct Layout
    {
        QRect group; ///< null where no group begins
        QRect row;
        QRect avatar;
        QRect first;  ///< line of the name
        QRect second; ///< line of the preview
        QRect accept; ///< null where nothing is offered
        QRect decline;
    };

    QString group;      ///< name of the group that begins here; empty where none does
    QString groupAside; ///< its count or target
    QString name;       ///< the customer's, empty if it is not known
    QString shownName;
    QString channel;
    QString clock; ///< the time pill
    Pill::Tone clockTone = Pill::Tone::Calm;
    QString ago; ///< when the last word was said, where there is no time pill
    QString vip;
    QString unread;
    QString draftWord; ///< stands before `preview` where that is a draft
    QString preview;
    bool typing = false;
    bool offered = false;
    bool selected = false;
    bool hovered = false;
    bool focused = false; ///< by the keyboard

    bool operator==(const ConversationRow &) const = default;

    bool startsGroup() const { return !group.isEmpty(); }

    /// Of the name of a group above a row.
    static constexpr int GroupHeight = 30;

    /// Where the parts lie in `rect`, whose row begins below the group's name if one begins there.
    static Layout layout(const QRect &rect, bool startsGroup, bool offered);

    /// Paints it, but for the ground where it is neither selected nor hovered: there it is Token::Surface2, which lies behind the list.
    void paint(QPainter *painter, const QRect &rect) const;
    /// The part of it that reaches the edges of `rect`.
    void paintGround(QPainter *painter, const QRect &rect) const;

private:
    void paintGroup(QPainter *painter, const QRect &rect) const;
    void paintFirstLine(QPainter *painter, QRect rect) const;
    void paintSecondLine(QPainter *painter, QRect rect) const;
};

size_t qHash(const ConversationRow &row, size_t seed = 0);

} // namespace liaison
