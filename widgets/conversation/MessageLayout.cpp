// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageLayout.h"

#include "widgets/theme/Theme.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFontMetrics>
#include <QLocale>

namespace liaison {
namespace {

constexpr int minLine = 20;
constexpr int smallLine = 16;
constexpr QSize minPicture(96, 64);

QString layoutWords(const char *text) { return QCoreApplication::translate("liaison::MessageLayout", text); }

QFont fontOf(FontRole role) { return Theme::instance().font(role); }

int widthOf(FontRole role, const QString &words) { return QFontMetrics(fontOf(role)).horizontalAdvance(words) + 1; }

/// Height of one line in this role, never less than the grid wants; more if the user's font is larger.
int lineOf(FontRole role, int least) { return qMax(least, QFontMetrics(fontOf(role)).height()); }

QString dayInWords(qint64 at, qint64 now)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(at).date();
    const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
    const bool sameYear = day.year() == today.year();
    const QString date = QLocale().toString(
        day, sameYear ? QCoreApplication::translate("liaison::MessageLayout", "d MMMM", "day of this year")
                      : QCoreApplication::translate("liaison::MessageLayout", "d MMMM yyyy", "day of another year"));
    if (day == today)
        return layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Today · %1")).arg(date);
    if (day == today.addDays(-1))
        return layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Yesterday · %1")).arg(date);
    return date;
}

/// The size a picture takes on the screen: its own ratio within the limits, known before the first byte is here.
QSize pictureSize(const FileRef &file, int width)
{
    QSize size(file.width, file.height);
    if (size.isEmpty())
        size = QSize(4, 3) * 60;
    const QSize most(qMin(MessageLayout::maxPicture.width(), width), MessageLayout::maxPicture.height());
    if (size.width() > most.width() || size.height() > most.height())
        size.scale(most, Qt::KeepAspectRatio);
    return size.expandedTo(minPicture.boundedTo(most)).boundedTo(most);
}

} // namespace

int MessageLayout::maxBubbleWidth(int viewWidth) { return qMax(120, qMin(viewWidth * 2 / 3, viewWidth - 2 * Margin)); }

MessageLayout::MessageLayout(MessageItem message, const MessageSurroundings &around) : item(std::move(message))
{
    int y = 0;
    layOutSeparators(around, y);
    if (item.kind == MessageKind::System)
        layOutSystem(around, y);
    else
        layOutBubble(around, y);
}

void MessageLayout::layOutSeparators(const MessageSurroundings &around, int &y)
{
    if (around.newDay) {
        dayWords = dayInWords(item.at, around.now);
        day = QRect(0, 16, around.width, lineOf(FontRole::Secondary, minLine));
        y = day.bottom() + 1;
    }
    if (around.unreadLine) {
        unread = QRect(Margin, y + 8, around.width - 2 * Margin, lineOf(FontRole::SecondaryStrong, minLine));
        y = unread.bottom() + 1;
    }
    y += around.joinsPrevious && !around.newDay && !around.unreadLine ? JoinedGap : Gap;
}

void MessageLayout::breakText(const QString &words, int width, const QFont &font, Qt::Alignment alignment)
{
    shown = words;
    QString broken = words;
    broken.replace(u'\n', QChar(QChar::LineSeparator)); // one for one: positions stay those of `shown`
    text = std::make_unique<QTextLayout>(broken, font);
    QTextOption option(alignment);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    text->setTextOption(option);
    text->setCacheEnabled(true);
    const int least = lineOf(FontRole::Body, minLine);
    qreal y = 0;
    qreal widest = 0;
    text->beginLayout();
    for (QTextLine line = text->createLine(); line.isValid(); line = text->createLine()) {
        line.setLineWidth(width);
        const qreal tall = qMax<qreal>(least, qCeil(line.height()));
        line.setPosition({0, y + qFloor((tall - line.height()) / 2)});
        y += tall;
        widest = qMax(widest, line.naturalTextWidth());
    }
    text->endLayout();
    // Right-to-left lines stand at the right end of their width, so the width must be that of the bubble: once more, narrower.
    const int used = qBound(1, qCeil(widest) + 1, width);
    if (used < width && broken.isRightToLeft()) {
        y = 0;
        text->beginLayout();
        for (QTextLine line = text->createLine(); line.isValid(); line = text->createLine()) {
            line.setLineWidth(used);
            const qreal tall = qMax<qreal>(least, qCeil(line.height()));
            line.setPosition({0, y + qFloor((tall - line.height()) / 2)});
            y += tall;
        }
        text->endLayout();
    }
    textRect = QRect(0, 0, used, qCeil(y));
}

void MessageLayout::layOutSystem(const MessageSurroundings &around, int y)
{
    const int width = qMax(100, qMin(around.width - 2 * Margin, 640));
    const QString words = item.time().isEmpty() ? item.systemText : item.time() + u' ' + item.systemText;
    breakText(shortened(words, 4, 400), width, fontOf(FontRole::Secondary), Qt::AlignLeft);
    textRect.moveTopLeft({(around.width - textRect.width()) / 2, y - 4});
    bubble = textRect;
    height = bubble.bottom() + 1;
}

void MessageLayout::layOutBubble(const MessageSurroundings &around, int y)
{
    const bool note = item.kind == MessageKind::Note;
    const int most = maxBubbleWidth(around.width) - 2 * Padding;
    int inner = 0;
    int at = 8; // inside the bubble; parts are laid out with the bubble at 0,0 and moved at the end

    if (note) {
        headingWords =
            layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Internal note · %1 · %2")).arg(item.author, item.time());
        headingWords = QFontMetrics(fontOf(FontRole::SecondaryStrong)).elidedText(headingWords, Qt::ElideRight, most);
        heading = QRect(Padding, at, widthOf(FontRole::SecondaryStrong, headingWords), lineOf(FontRole::SecondaryStrong, 18));
        inner = heading.width();
        at = heading.bottom() + 1;
    }

    const bool showFile = item.file && !item.recalled;
    if (showFile && item.kind == MessageKind::Picture) {
        picture = QRect(QPoint(Padding, at + 2), pictureSize(*item.file, most));
        inner = qMax(inner, picture.width());
        at = picture.bottom() + 7;
        fileSizeWords = sizeInWords(item.file->size);
        const int room = qMax(picture.width(), qMin(most, 180));
        const QString size = QStringLiteral(" · ") + fileSizeWords;
        const QFontMetrics metrics(fontOf(FontRole::Body));
        fileNameWords = metrics.elidedText(item.file->name, Qt::ElideMiddle, room - metrics.horizontalAdvance(size)) + size;
        fileName = QRect(Padding, at, qMin(most, widthOf(FontRole::Body, fileNameWords)), lineOf(FontRole::Body, minLine));
        inner = qMax(inner, fileName.width());
        at = fileName.bottom() + 1;
    } else if (showFile) {
        fileIcon = QRect(Padding, at + 2, 40, 40);
        const int left = fileIcon.right() + 13;
        const int room = qMax(40, qMin(most, 360) - (left - Padding) - 36);
        const QFontMetrics metrics(fontOf(FontRole::BodyStrong));
        fileNameWords = metrics.elidedText(item.file->name, Qt::ElideMiddle, room);
        fileName = QRect(left, at + 1, metrics.horizontalAdvance(fileNameWords) + 1, lineOf(FontRole::BodyStrong, minLine));
        fileSizeWords = sizeInWords(item.file->size);
        fileSize =
            QRect(left, fileName.bottom() + 1, widthOf(FontRole::Secondary, fileSizeWords), lineOf(FontRole::Secondary, minLine));
        const int right = qMax(qMax(fileName.right(), fileSize.right()) + 1, left + 96);
        if (item.uploadPercent < 0)
            save = QRect(right + 8, at + 8, 28, 28);
        inner = qMax(inner, right + 36 - Padding);
        at = qMax(fileIcon.bottom(), fileSize.bottom()) + 5;
    }
    if (showFile && item.uploadPercent >= 0) {
        progress = QRect(Padding, at + 4, qMax(inner, 160), 4);
        inner = qMax(inner, progress.width());
        at = progress.bottom() + 5;
    }

    QString words = item.recalled ? item.words() : item.text;
    const QString cut = around.expanded ? words : shortened(words, MaxLines, MaxShown);
    isShortened = cut.size() < words.size();
    if (!words.isEmpty()) {
        QFont font = fontOf(FontRole::Body);
        font.setItalic(item.recalled);
        breakText(cut, most, font, Qt::AlignLeft);
        // A few very long lines of a small window can also be more than one wants to scroll past.
        if (!around.expanded && text->lineCount() > MaxLines + 2) {
            const QTextLine last = text->lineAt(MaxLines - 1);
            breakText(cut.left(last.textStart() + last.textLength()), most, font, Qt::AlignLeft);
            isShortened = true;
        }
        textRect.moveTopLeft({Padding, at + 1});
        inner = qMax(inner, textRect.width());
        at = textRect.bottom() + 2;
        if (!item.recalled)
            links = findLinks(shown);
    }
    if (isShortened || (around.expanded && shortened(words, MaxLines, MaxShown).size() < words.size())) {
        moreWords = isShortened ? layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Show more"))
                                : layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Show less"));
        more = QRect(Padding, at, widthOf(FontRole::BodyStrong, moreWords), lineOf(FontRole::BodyStrong, 24));
        inner = qMax(inner, more.width());
        at = more.bottom() + 1;
    }
    if (item.needsAgent()) {
        at = layOutProblem(at, most);
        inner = qMax(inner, problem.width());
        inner = qMax(inner, discard.isValid() ? discard.right() + 1 - Padding : 0);
    }
    if (!note && !around.joinsNext && !item.time().isEmpty()) {
        at = layOutMeta(around, at);
        inner = qMax(inner, meta.width());
    }

    inner = qMin(inner, most);
    const QSize size(inner + 2 * Padding, at + 8);
    int x = Margin;
    if (note)
        x = (around.width - size.width()) / 2;
    else if (item.isMine())
        x = around.width - Margin - size.width();
    if (item.isMine() && meta.isValid()) { // ours ends at the right
        const int shift = Padding + inner - (meta.right() + 1);
        for (QRect *part : {&meta, &timeRect, &stateIcon, &stateRect})
            part->translate(shift, 0);
    }
    if (progress.isValid())
        progress.setWidth(inner);
    bubble = QRect({0, 0}, size);
    moveParts({x, y});
    height = bubble.bottom() + 1;
}

int MessageLayout::layOutProblem(int y, int width)
{
    if (item.state == BubbleState::Failed)
        problemWords = item.error.isEmpty()
                           ? layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Not sent."))
                           : layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Not sent: %1")).arg(item.error);
    else
        problemWords = layoutWords(
            QT_TRANSLATE_NOOP("liaison::MessageLayout", "Written more than ten minutes ago and not sent yet. Send it still?"));
    retryWords = item.state == BubbleState::Failed ? layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Retry"))
                                                   : layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Send now"));
    discardWords = layoutWords(QT_TRANSLATE_NOOP("liaison::MessageLayout", "Discard"));
    const QFontMetrics metrics(fontOf(FontRole::Secondary));
    const QRect box = metrics.boundingRect(QRect(0, 0, width - 22, 10000), Qt::TextWordWrap, problemWords);
    problem = QRect(Padding, y + 4, box.width() + 24, qMax(minLine, box.height()));
    const int line = lineOf(FontRole::SecondaryStrong, 24);
    retry = QRect(Padding, problem.bottom() + 1, widthOf(FontRole::SecondaryStrong, retryWords), line);
    discard = QRect(retry.right() + 17, retry.top(), widthOf(FontRole::SecondaryStrong, discardWords), line);
    return retry.bottom() + 1;
}

int MessageLayout::layOutMeta(const MessageSurroundings &around, int y)
{
    const int line = lineOf(FontRole::Small, smallLine);
    timeWords = item.time();
    if (item.isMine() && !around.ownName.isEmpty() && !item.author.isEmpty() && item.author != around.ownName)
        timeWords = item.author + QStringLiteral(" · ") + timeWords;
    timeRect = QRect(Padding, y + 4, widthOf(FontRole::Small, timeWords), line);
    meta = timeRect;
    stateWords = item.recalled || item.needsAgent() ? QString() : item.stateWords();
    if (!stateWords.isEmpty()) {
        stateIcon = QRect(timeRect.right() + 5, timeRect.top() + (line - 14) / 2, 14, 14);
        stateRect = QRect(stateIcon.right() + 4, timeRect.top(), widthOf(FontRole::Small, stateWords), line);
        meta |= stateRect;
    }
    return meta.bottom() + 1;
}

void MessageLayout::moveParts(const QPoint &by)
{
    for (QRect *part : {&bubble, &heading, &picture, &fileIcon, &fileName, &fileSize, &save, &progress, &textRect, &more,
                        &problem, &retry, &discard, &meta, &timeRect, &stateIcon, &stateRect}) {
        if (part->isValid())
            part->translate(by);
    }
}

MessageLayout::Part MessageLayout::partAt(const QPoint &point) const
{
    if (!bubble.contains(point))
        return Part::None;
    if (item.kind == MessageKind::System)
        return Part::Text;
    const auto isHit = [&point](const QRect &rect) { return rect.isValid() && rect.adjusted(-4, -2, 4, 2).contains(point); };
    if (isHit(retry))
        return Part::Retry;
    if (isHit(discard))
        return Part::Discard;
    if (isHit(more))
        return Part::More;
    if (save.contains(point))
        return Part::Save;
    if (picture.contains(point))
        return Part::Picture;
    if (fileIcon.isValid() && (fileIcon | fileName | fileSize).contains(point))
        return Part::File;
    if (linkAt(point) >= 0)
        return Part::Link;
    return textRect.contains(point) ? Part::Text : Part::Bubble;
}

int MessageLayout::positionAt(const QPoint &point) const
{
    if (!text)
        return 0;
    const QPointF inside = point - textRect.topLeft();
    if (inside.y() < 0)
        return 0;
    for (int i = 0; i < text->lineCount(); ++i) {
        const QTextLine line = text->lineAt(i);
        const qreal bottom = i + 1 < text->lineCount() ? text->lineAt(i + 1).y() : line.y() + line.height();
        if (inside.y() < bottom)
            return qBound(0, line.xToCursor(inside.x()), int(shown.size()));
    }
    return int(shown.size());
}

int MessageLayout::linkAt(const QPoint &point) const
{
    if (!text || links.isEmpty() || !textRect.contains(point))
        return -1;
    const QPointF inside = point - textRect.topLeft();
    for (int i = 0; i < text->lineCount(); ++i) {
        const QTextLine line = text->lineAt(i);
        if (!line.naturalTextRect().contains(inside))
            continue;
        const int position = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (int k = 0; k < links.size(); ++k) {
            if (position >= links[k].start && position < links[k].start + links[k].length)
                return k;
        }
    }
    return -1;
}

QRect MessageLayout::rangeRect(int start, int length) const
{
    QRect all;
    if (!text)
        return all;
    for (int i = 0; i < text->lineCount(); ++i) {
        const QTextLine line = text->lineAt(i);
        const int from = qMax(start, line.textStart());
        const int to = qMin(start + length, line.textStart() + line.textLength());
        if (from >= to)
            continue;
        const qreal a = line.cursorToX(from);
        const qreal b = line.cursorToX(to);
        all |= QRectF(qMin(a, b), line.y(), qAbs(b - a), line.height()).toAlignedRect();
    }
    return all.translated(textRect.topLeft());
}

} // namespace liaison
