// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessagePainter.h"

#include "widgets/conversation/MessageLayout.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace liaison {
namespace {

QColor color(Token token) { return Theme::instance().color(token); }

/// A mixture of two colours, `share` of `a`.
QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    return QColor::fromRgbF(float(a.redF() * share + b.redF() * (1 - share)),
                            float(a.greenF() * share + b.greenF() * (1 - share)),
                            float(a.blueF() * share + b.blueF() * (1 - share)));
}

void words(QPainter &painter, const QRect &rect, FontRole role, const QColor &pen, const QString &text,
           int flags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine)
{
    painter.setFont(Theme::instance().font(role));
    painter.setPen(pen);
    painter.drawText(rect, flags, text);
}

void paintSeparators(QPainter &painter, const MessageLayout &layout)
{
    if (layout.day.isValid())
        words(painter, layout.day, FontRole::Secondary, color(Token::Text2), layout.dayWords, Qt::AlignCenter);
    if (!layout.unread.isValid())
        return;
    const QString label = QCoreApplication::translate("liaison::MessagePainter", "New messages");
    const QFont font = Theme::instance().font(FontRole::SecondaryStrong);
    const int half = QFontMetrics(font).horizontalAdvance(label) / 2 + 10;
    const QRect r = layout.unread;
    const int y = r.center().y();
    painter.fillRect(QRect(QPoint(r.left(), y), QPoint(r.center().x() - half, y)),
                     mixed(color(Token::Late), color(Token::Window), 0.5));
    painter.fillRect(QRect(QPoint(r.center().x() + half, y), QPoint(r.right(), y)),
                     mixed(color(Token::Late), color(Token::Window), 0.5));
    words(painter, r, FontRole::SecondaryStrong, color(Token::Late), label, Qt::AlignCenter);
}

void paintBubble(QPainter &painter, const MessageLayout &layout, const MessageLook &look)
{
    const bool note = layout.item.kind == MessageKind::Note;
    const bool mine = layout.item.isMine();
    QColor fill = color(note ? Token::NoteSoft : mine ? Token::Mine : Token::Theirs);
    if (look.highlighted)
        fill = mixed(color(Token::SoonSoft), fill, 0.75);
    else if (look.selectedWhole)
        fill = mixed(color(Token::Accent), fill, 0.22);
    const qreal radius = Theme::BubbleRadius;
    QColor line;
    if (look.highlighted)
        line = color(Token::Soon);
    else if (layout.item.needsAgent())
        line = color(layout.item.state == BubbleState::Failed ? Token::Late : Token::Soon);
    else if (!mine && !note)
        line = color(Token::Line);
    const qreal inset = line.isValid() ? 0.5 : 0;
    const QRectF ground = QRectF(layout.bubble).adjusted(inset, inset, -inset, -inset);
    paintRoundedBox(&painter, ground, fill, {}, radius);
    if (note) { // the bar on the left, inside the round corners
        QPainterPath path;
        path.addRoundedRect(ground, radius, radius);
        painter.save();
        painter.setClipPath(path);
        painter.fillRect(QRect(layout.bubble.topLeft(), QSize(3, layout.bubble.height())), color(Token::Note));
        painter.restore();
    }
    if (line.isValid())
        paintRoundedBox(&painter, layout.bubble, {}, line, radius);
    if (look.current)
        paintRoundedBox(&painter, QRectF(layout.bubble).adjusted(-3, -3, 3, 3), {}, color(Token::Accent), radius + 2, 2);
}

void paintPicture(QPainter &painter, const MessageLayout &layout, const MessageLook &look)
{
    const QRectF r = layout.picture;
    QPainterPath path;
    path.addRoundedRect(r, 6, 6);
    painter.save();
    painter.setClipPath(path);
    if (look.thumbnail.isNull()) {
        QLinearGradient ground(r.topLeft(), r.bottomRight());
        ground.setColorAt(0, color(Token::LineStrong));
        ground.setColorAt(1, color(Token::Line));
        painter.fillRect(r, ground);
        Icons::paint(&painter, layout.picture, look.brokenFile ? Icon::ImageOff : Icon::Image, 20, Token::Text);
    } else {
        // The whole picture, centred; its own ratio is that of the rectangle except for very long or tiny ones.
        painter.fillRect(r, color(Token::Surface2));
        QSizeF size = look.thumbnail.deviceIndependentSize();
        if (size.width() > r.width() || size.height() > r.height() || size.width() < r.width() / 2)
            size.scale(r.size(), Qt::KeepAspectRatio);
        QRectF target(QPointF(), size);
        if (qAbs(size.width() - r.width()) < 4 && qAbs(size.height() - r.height()) < 4)
            target = r;
        target.moveCenter(r.center());
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(target, look.thumbnail, look.thumbnail.rect());
    }
    painter.restore();
    words(painter, layout.fileName, FontRole::Body, color(Token::Text), layout.fileNameWords);
}

void paintFile(QPainter &painter, const MessageLayout &layout)
{
    paintRoundedBox(&painter, layout.fileIcon, color(Token::Surface), color(Token::Line), 6);
    Icons::paint(&painter, layout.fileIcon, Icon::Document, 20, Token::Text2);
    words(painter, layout.fileName, FontRole::BodyStrong, color(Token::Text), layout.fileNameWords);
    words(painter, layout.fileSize, FontRole::Secondary, color(Token::Text2), layout.fileSizeWords);
    if (layout.save.isValid())
        Icons::paint(&painter, layout.save, Icon::ArrowDownload, 20, Token::Accent);
}

void paintProgress(QPainter &painter, const MessageLayout &layout)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Token::LineStrong));
    painter.drawRoundedRect(layout.progress, 2, 2);
    QRect done = layout.progress;
    done.setWidth(qMax(4, done.width() * qBound(0, layout.item.uploadPercent, 100) / 100));
    painter.setBrush(color(Token::Accent));
    painter.drawRoundedRect(done, 2, 2);
}

void paintText(QPainter &painter, const MessageLayout &layout, const MessageLook &look)
{
    QList<QTextLayout::FormatRange> ranges;
    for (int i = 0; i < layout.links.size(); ++i) {
        QTextCharFormat format;
        format.setForeground(color(Token::Accent));
        format.setFontUnderline(i == look.hoveredLink);
        ranges.append({layout.links[i].start, layout.links[i].length, format});
    }
    if (look.selectionEnd > look.selectionStart) {
        QTextCharFormat format;
        format.setBackground(color(Token::Accent));
        format.setForeground(color(Token::OnAccent));
        ranges.append({look.selectionStart, look.selectionEnd - look.selectionStart, format});
    }
    const bool quiet = layout.item.recalled || layout.item.kind == MessageKind::System;
    painter.save();
    // Stacked accents and the like stay inside their own bubble.
    painter.setClipRect(layout.bubble.adjusted(0, -2, 0, 2), Qt::IntersectClip);
    painter.setPen(color(quiet ? Token::Text2 : Token::Text));
    layout.text->draw(&painter, layout.textRect.topLeft(), ranges);
    painter.restore();
}

void paintMeta(QPainter &painter, const MessageLayout &layout)
{
    words(painter, layout.timeRect, FontRole::Small, color(Token::Text3), layout.timeWords);
    if (layout.stateWords.isEmpty())
        return;
    Icon icon = Icon::Clock;
    Token token = Token::Text3;
    bool filled = false;
    switch (layout.item.state) {
    case BubbleState::Sent: icon = Icon::Checkmark; break;
    case BubbleState::Delivered: icon = Icon::CheckmarkCircle; break;
    case BubbleState::Read:
        icon = Icon::CheckmarkCircle;
        token = Token::Calm;
        filled = true;
        break;
    default: break;
    }
    Icons::paint(&painter, layout.stateIcon, icon, 14, token, filled);
    words(painter, layout.stateRect, FontRole::Small, color(Token::Text3), layout.stateWords);
}

void paintProblem(QPainter &painter, const MessageLayout &layout)
{
    const bool failed = layout.item.state == BubbleState::Failed;
    const Token token = failed ? Token::Late : Token::Soon;
    Icons::paint(&painter, QRect(layout.problem.left(), layout.problem.top(), 16, 20), failed ? Icon::ErrorCircle : Icon::Clock,
                 16, token);
    words(painter, layout.problem.adjusted(22, 2, 0, 2), FontRole::Secondary, color(token), layout.problemWords,
          Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap);
    words(painter, layout.retry, FontRole::SecondaryStrong, color(Token::Accent), layout.retryWords);
    words(painter, layout.discard, FontRole::SecondaryStrong, color(Token::Text2), layout.discardWords);
}

} // namespace

void paintMessage(QPainter &painter, const MessageLayout &layout, const QPoint &at, const MessageLook &look)
{
    painter.save();
    painter.translate(at);
    painter.setRenderHint(QPainter::Antialiasing);
    paintSeparators(painter, layout);
    if (layout.item.kind != MessageKind::System)
        paintBubble(painter, layout, look);
    else if (look.current)
        paintRoundedBox(&painter, QRectF(layout.bubble).adjusted(-9, -3, 9, 3), {}, color(Token::Accent), 6, 2);
    if (layout.heading.isValid())
        words(painter, layout.heading, FontRole::SecondaryStrong, color(Token::Note), layout.headingWords);
    if (layout.picture.isValid())
        paintPicture(painter, layout, look);
    else if (layout.fileIcon.isValid())
        paintFile(painter, layout);
    if (layout.progress.isValid())
        paintProgress(painter, layout);
    if (layout.hasText())
        paintText(painter, layout, look);
    if (layout.more.isValid())
        words(painter, layout.more, FontRole::BodyStrong, color(Token::Accent), layout.moreWords);
    if (layout.problem.isValid())
        paintProblem(painter, layout);
    if (layout.meta.isValid())
        paintMeta(painter, layout);
    painter.restore();
}

void paintSkeleton(QPainter &painter, const QSize &view)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Token::Line));
    static constexpr struct
    {
        int share; // of the width, per cent
        int height;
        bool mine;
    } shapes[] = {{30, 56, false}, {46, 76, true}, {24, 56, false}, {38, 56, false}, {52, 76, true}, {28, 56, true}};
    int y = view.height() - 16;
    for (int i = 0; y > 0; ++i) {
        const auto &shape = shapes[i % int(std::size(shapes))];
        const int width = view.width() * shape.share / 100;
        y -= shape.height;
        const int x = shape.mine ? view.width() - MessageLayout::Margin - width : MessageLayout::Margin;
        painter.drawRoundedRect(QRect(x, y, width, shape.height), Theme::BubbleRadius, Theme::BubbleRadius);
        y -= MessageLayout::Gap;
    }
}

} // namespace liaison
