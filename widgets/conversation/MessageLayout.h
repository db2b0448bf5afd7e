// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/conversation/MessageItem.h"
#include "widgets/conversation/MessageText.h"

#include <QRect>
#include <QTextLayout>
#include <memory>

namespace liaison {

/// What the neighbours and the view add to one message before it can be laid out.
struct MessageSurroundings
{
    int width = 0;              ///< of the view, logical pixels
    bool newDay = false;        ///< a day separator stands above
    bool unreadLine = false;    ///< "New messages" stands above
    bool joinsPrevious = false; ///< same author just before: a small gap
    bool joinsNext = false;     ///< same author and minute just after: the time is said there
    bool expanded = false;      ///< "show more" was pressed
    bool mayRetry = true;       ///< offers "Retry" and "Discard"
    QString ownName;            ///< of the agent; other agents' bubbles say who wrote
    qint64 now = 0;             ///< UTC ms, for "Today"
};

/// Where everything of one row is: the one truth for painting, hit-testing, tooltips, selection and accessibility. Coordinates are
/// relative to the row's top left corner, logical pixels. Made once per message and width; costs about 20 µs for a short text.
/// GUI thread (fonts of the theme).
struct MessageLayout
{
    /// Within which a picture is shown; the whole is in the viewer.
    static constexpr QSize maxPicture{240, 180};

    enum class Part { None, Bubble, Text, Link, Picture, File, Save, Retry, Discard, More };

    /// Lays out `item`; never fails, whatever the text.
    MessageLayout(MessageItem item, const MessageSurroundings &around);

    Part partAt(const QPoint &point) const;
    /// Position in `shown` nearest to a point, 0 … shown.size().
    int positionAt(const QPoint &point) const;
    /// Index into `links` at a point, -1 if none.
    int linkAt(const QPoint &point) const;
    /// Rectangle of a character range's line boxes joined.
    QRect rangeRect(int start, int length) const;
    bool hasText() const { return text != nullptr; }

    MessageItem item;
    int height = 0;

    QRect day;
    QString dayWords;
    QRect unread;
    QRect bubble; ///< of a system message: its text
    QRect heading;
    QString headingWords;

    QRect picture; ///< the thumbnail's place in its true ratio
    QRect fileIcon;
    QRect fileName;
    QString fileNameWords; ///< cut in the middle to fit
    QRect fileSize;
    QString fileSizeWords;
    QRect save;
    QRect progress;

    QRect textRect;
    QString shown; ///< neutralised, perhaps shortened
    std::unique_ptr<QTextLayout> text;
    QList<TextLink> links;
    bool isShortened = false;
    QRect more;
    QString moreWords;

    QRect problem;
    QString problemWords;
    QRect retry;
    QString retryWords;
    QRect discard;
    QString discardWords;

    QRect meta; ///< time and, for ours, state
    QString timeWords;
    QRect timeRect;
    QRect stateIcon;
    QRect stateRect;
    QString stateWords;

    /// Largest bubble in a view that wide.
    static int maxBubbleWidth(int viewWidth);
    static constexpr int Margin = 20;     ///< beside the bubbles
    static constexpr int Padding = 12;    ///< inside, left and right
    static constexpr int Gap = 12;        ///< between turns
    static constexpr int JoinedGap = 4;   ///< within one
    static constexpr int MaxLines = 40;   ///< above, "show more"
    static constexpr int MaxShown = 4000; ///< characters, the same

private:
    void layOutSeparators(const MessageSurroundings &around, int &y);
    void layOutSystem(const MessageSurroundings &around, int y);
    void layOutBubble(const MessageSurroundings &around, int y);
    void breakText(const QString &words, int width, const QFont &font, Qt::Alignment alignment);
    int layOutProblem(int y, int width);
    int layOutMeta(const MessageSurroundings &around, int y);
    void moveParts(const QPoint &by);
};

} // namespace liaison
