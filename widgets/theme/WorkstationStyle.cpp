// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/WorkstationStyle.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>
#include <QtMath>

namespace liaison {

namespace {
constexpr int buttonIconGap = 6;   ///< px between a button's icon and its words
constexpr int questionWidth = 340; ///< px of what a message box explains, at least
constexpr int headingMargin = 12;  ///< px on both sides of a menu's heading
constexpr int headingWidth = 320;  ///< px it may make a menu wide; beyond, it is cut with an ellipsis
constexpr int fieldMargin = 7;     ///< px between the line around a field or list and its words
constexpr int listFrame = 2;       ///< px around a list: with one, its corners would lie over the round ones of the line
constexpr int textFrame = 3;       ///< px around a text: the line is wider while it is written in
constexpr int tabLine = 2;         ///< px of the line under the open tab of a dialog

QColor token(Token name) { return Theme::instance().color(name); }

bool has(const QStyleOption *option, QStyle::StateFlag flag) { return option->state.testFlag(flag); }

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
                            float(a.greenF() * (1 - share) + b.greenF() * share),
                            float(a.blueF() * (1 - share) + b.blueF() * share));
}

QString lookOf(const QWidget *widget) { return widget ? widget->property("look").toString() : QString(); }

void focusRing(QPainter *painter, const QRect &rect, qreal radius)
{
    paintRoundedBox(painter, rect, {}, token(Token::Accent), radius, 2);
}

/// Lines as filled areas: a pen's line along the lower or right edge is lost where a pixel of the display is not one of the style.
void lineAround(QPainter *painter, const QRect &rect)
{
    const QColor line = token(Token::LineStrong);
    painter->fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), line);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), line);
    painter->fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), line);
    painter->fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), line);
}

/// The margin of a document counts as a change of it: nobody is told, and there is nothing to undo. Before it is shown first.
void beginWhereFieldsDo(QPlainTextEdit *text)
{
    QTextDocument *document = text->document();
    const qreal margin = fieldMargin + 1 - textFrame;
    if (document->documentMargin() == margin)
        return;
    const QSignalBlocker blocker(text);
    const bool undo = document->isUndoRedoEnabled();
    const bool modified = document->isModified();
    document->setUndoRedoEnabled(false);
    document->setDocumentMargin(margin);
    document->setUndoRedoEnabled(undo);
    document->setModified(modified);
}

bool showsFocus(const QStyleOption *option)
{
    return has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
}
} // namespace

WorkstationStyle::WorkstationStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void WorkstationStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QScrollBar *>(widget) ||
        qobject_cast<QLineEdit *>(widget) || qobject_cast<QSlider *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QPushButton *>(widget))
        widget->setFont(
            Theme::instance().font(lookOf(widget) == QLatin1String("primary") ? FontRole::BodyStrong : FontRole::Body));
    // What a question explains is a few lines, not a column of single words. The name is Qt's own.
    if (widget->objectName() == QLatin1String("qt_msgbox_informativelabel"))
        widget->setMinimumWidth(questionWidth);
    // A field of several lines begins where one of one line does.
    if (auto *text = qobject_cast<QPlainTextEdit *>(widget); text && text->frameShape() != QFrame::NoFrame)
        beginWhereFieldsDo(text);
    if (auto *tabs = qobject_cast<QTabBar *>(widget); tabs && tabs->documentMode())
        tabs->setAttribute(Qt::WA_Hover);
}

QIcon WorkstationStyle::standardIcon(StandardPixmap picture, const QStyleOption *option, const QWidget *widget) const
{
    switch (picture) {
    case SP_MessageBoxQuestion: return Icons::icon(Icon::QuestionCircle, Token::Accent);
    case SP_MessageBoxInformation: return Icons::icon(Icon::Info, Token::Accent);
    case SP_MessageBoxWarning: return Icons::icon(Icon::Warning, Token::Soon);
    case SP_MessageBoxCritical: return Icons::icon(Icon::ErrorCircle, Token::Late);
    default: return QProxyStyle::standardIcon(picture, option, widget);
    }
}

void WorkstationStyle::drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const QString look = lookOf(widget);
    const bool enabled = has(option, State_Enabled);
    const bool hover = enabled && has(option, State_MouseOver);
    const bool down = enabled && (has(option, State_Sunken) || has(option, State_On));
    QColor fill = token(Token::Surface);
    QColor line = token(Token::LineStrong);
    if (look == QLatin1String("primary")) {
        fill = enabled ? token(Token::Accent) : token(Token::Line);
        if (down || hover)
            fill = mixed(fill, token(Token::OnAccent), down ? 0.16 : 0.08);
        line = QColor(); // not {}: that is Qt::color0, which is white
    } else if (look == QLatin1String("quiet")) {
        fill = down ? token(Token::Line) : hover ? token(Token::Window) : QColor();
        line = QColor();
    } else if (down) {
        fill = token(Token::Line);
    } else if (hover) {
        fill = token(Token::Window);
    }
    paintRoundedBox(painter, option->rect, fill, line, Theme::ControlRadius);
    if (showsFocus(option)) {
        focusRing(painter, option->rect, Theme::ControlRadius);
        if (look == QLatin1String("primary"))
            paintRoundedBox(painter, option->rect.adjusted(2, 2, -2, -2), {}, token(Token::OnAccent), Theme::ControlRadius - 2);
    }
}

void WorkstationStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                     const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand: drawButton(option, painter, widget); return;
    case PE_PanelButtonTool: {
        const bool on = has(option, State_On) || has(option, State_Sunken);
        if (on || (has(option, State_MouseOver) && has(option, State_Enabled)))
            paintRoundedBox(painter, option->rect, token(on ? Token::AccentSoft : Token::Line), {}, Theme::ControlRadius);
        if (showsFocus(option))
            focusRing(painter, option->rect, Theme::ControlRadius);
        return;
    }
    case PE_FrameFocusRect: {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        if (qobject_cast<const QPushButton *>(button) || qobject_cast<const QToolButton *>(button))
            return; // drawn with the panel
        if (has(option, State_KeyboardFocusChange) || button)
            focusRing(painter, option->rect, 4);
        return;
    }
    case PE_PanelLineEdit: {
        const auto *line = qstyleoption_cast<const QStyleOptionFrame *>(option);
        const QColor ground = option->palette.color(QPalette::Base);
        if (line && line->lineWidth <= 0) {
            painter->fillRect(option->rect, ground);
            return;
        }
        const bool focus = has(option, State_HasFocus);
        paintRoundedBox(painter, option->rect, ground, token(focus ? Token::Accent : Token::LineStrong), Theme::ControlRadius,
                        focus ? 1.6 : 1);
        return;
    }
    case PE_FrameLineEdit: return;
    case PE_Frame: {
        const bool scrolls = qobject_cast<const QAbstractScrollArea *>(widget) != nullptr;
        const bool focus = has(option, State_HasFocus) && scrolls && qobject_cast<const QAbstractItemView *>(widget) == nullptr;
        paintRoundedBox(painter, option->rect, scrolls ? option->palette.color(QPalette::Base) : QColor(),
                        token(focus ? Token::Accent : Token::LineStrong), Theme::ControlRadius, focus ? 1.6 : 1);
        return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: {
        const bool on = has(option, State_On) || has(option, State_NoChange);
        const bool enabled = has(option, State_Enabled);
        paintRoundedBox(painter, option->rect, on && enabled ? token(Token::Accent) : token(Token::Surface),
                        on && enabled ? token(Token::Accent) : token(Token::Text3), 4);
        if (on)
            Icons::paint(painter, option->rect, has(option, State_NoChange) ? Icon::Subtract : Icon::Checkmark, 14,
                         enabled ? Token::OnAccent : Token::Text3, true);
        return;
    }
    case PE_IndicatorRadioButton: {
        const bool on = has(option, State_On);
        paintRoundedBox(painter, option->rect, token(Token::Surface), token(on ? Token::Accent : Token::Text3),
                        option->rect.width() / 2.0, on ? 5 : 1);
        return;
    }
    case PE_PanelMenu:
    case PE_FrameMenu:
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, token(Token::Surface));
        lineAround(painter, option->rect);
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        if (has(option, State_Selected))
            painter->fillRect(option->rect, token(Token::Select));
        else if (element == PE_PanelItemViewItem && has(option, State_MouseOver) && has(option, State_Enabled))
            painter->fillRect(option->rect, mixed(token(Token::Surface2), token(Token::Line), 0.55));
        return;
    case PE_IndicatorArrowDown: Icons::paint(painter, option->rect, Icon::ChevronDown, 12, Token::Text2); return;
    case PE_IndicatorArrowUp: Icons::paint(painter, option->rect, Icon::ChevronUp, 12, Token::Text2); return;
    case PE_IndicatorArrowLeft: Icons::paint(painter, option->rect, Icon::ChevronLeft, 12, Token::Text2); return;
    case PE_IndicatorArrowRight: Icons::paint(painter, option->rect, Icon::ChevronRight, 12, Token::Text2); return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void WorkstationStyle::drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    const QRect rect = item->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        if (item->text.isEmpty()) {
            painter->fillRect(QRect(rect.left() + 8, rect.center().y(), rect.width() - 16, 1), token(Token::Line));
        } else {
            painter->setFont(Theme::instance().font(FontRole::SecondaryStrong));
            painter->setPen(token(Token::Text3));
            const QRect room = rect.adjusted(headingMargin, 0, -headingMargin, 0);
            painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                              painter->fontMetrics().elidedText(item->text, Qt::ElideRight, room.width()));
        }
        return;
    }
    const bool enabled = has(option, State_Enabled);
    if (has(option, State_Selected) && enabled)
        paintRoundedBox(painter, rect.adjusted(4, 1, -4, -1), token(Token::AccentSoft), {}, 4);
    const QRect mark(rect.left() + 10, rect.top(), 18, rect.height());
    const Token ink = enabled ? Token::Text : Token::Text3;
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked)
        Icons::paint(painter, mark, Icon::Checkmark, 16, enabled ? Token::Accent : Token::Text3);
    else if (!item->icon.isNull())
        item->icon.paint(painter, mark.adjusted(1, 0, -1, 0), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    painter->setFont(item->font);
    painter->setPen(token(ink));
    const qsizetype tab = item->text.indexOf(QLatin1Char('\t'));
    const QRect text = rect.adjusted(36, 0, -14, 0);
    const int flags =
        Qt::AlignVCenter | Qt::TextSingleLine |
        (proxy()->styleHint(SH_UnderlineShortcut, option, widget, nullptr) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
    painter->drawText(text, flags | Qt::AlignLeft, tab < 0 ? item->text : item->text.left(tab));
    if (tab >= 0) {
        painter->setPen(token(Token::Text3));
        painter->drawText(text, flags | Qt::AlignRight, item->text.mid(tab + 1));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        Icons::paint(painter, QRect(rect.right() - 24, rect.top(), 16, rect.height()), Icon::ChevronRight, 12, Token::Text2);
}

void WorkstationStyle::drawButtonLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button)
        return;
    const bool enabled = has(option, State_Enabled);
    const QString look = lookOf(widget);
    const Token ink = look == QLatin1String("primary") ? (enabled ? Token::OnAccent : Token::Text2)
                      : !enabled                       ? Token::Text3
                      : look == QLatin1String("link")  ? Token::Accent
                                                       : Token::Text;
    QRect room = button->rect;
    if (button->features.testFlag(QStyleOptionButton::HasMenu))
        room.adjust(0, 0, -16, 0);
    const bool underlined = proxy()->styleHint(SH_UnderlineShortcut, option, widget, nullptr);
    const int flags = Qt::AlignVCenter | Qt::TextSingleLine | (underlined ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
    const int words = button->fontMetrics.size(flags, button->text).width();
    const int icon = button->icon.isNull() ? 0 : button->iconSize.width();
    const int gap = icon > 0 && words > 0 ? buttonIconGap : 0;
    int x = room.left() + (room.width() - icon - gap - words) / 2;
    if (icon > 0) {
        const QRect box(x, room.center().y() - icon / 2 + 1, icon, icon);
        button->icon.paint(painter, visualRect(button->direction, room, box), Qt::AlignCenter,
                           enabled ? QIcon::Normal : QIcon::Disabled, has(option, State_On) ? QIcon::On : QIcon::Off);
        x += icon + gap;
    }
    painter->setPen(token(ink));
    painter->drawText(visualRect(button->direction, room, QRect(x, room.top(), words, room.height())), flags, button->text);
    if (button->features.testFlag(QStyleOptionButton::HasMenu))
        Icons::paint(painter, visualRect(button->direction, button->rect, QRect(room.right() - 4, room.top(), 16, room.height())),
                     Icon::ChevronDown, 12, Token::Text2);
}

void WorkstationStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                                   const QWidget *widget) const
{
    switch (element) {
    case CE_MenuItem: drawMenuItem(option, painter, widget); return;
    case CE_MenuEmptyArea:
        // Drawn after the frame and kept out of it by a clip that is rounded to whole pixels, at 150 % over the lines.
        painter->fillRect(option->rect, token(Token::Surface));
        painter->save();
        painter->setClipping(false);
        lineAround(painter, option->rect);
        painter->restore();
        return;
    case CE_PushButtonLabel: drawButtonLabel(option, painter, widget); return;
    case CE_ToolButtonLabel: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        if (!button || lookOf(widget) != QLatin1String("link"))
            break;
        QStyleOptionToolButton copy(*button);
        copy.palette.setColor(QPalette::ButtonText, token(has(option, State_Enabled) ? Token::Accent : Token::Text3));
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
    }
    case CE_ItemViewItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
        if (!item)
            break;
        // A chosen row has a light tint, so its words keep their colour; the palette's pair is for marked text.
        QStyleOptionViewItem copy(*item);
        copy.palette.setColor(QPalette::HighlightedText, copy.palette.color(QPalette::Text));
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
    }
    case CE_TabBarTabShape: {
        const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
        if (!tab || !tab->documentMode)
            return; // the tabs of conversations paint themselves; this is asked for one that is dragged
        const bool open = has(option, State_Selected);
        if (open || has(option, State_MouseOver))
            painter->fillRect(option->rect.adjusted(0, option->rect.height() - tabLine, 0, 0),
                              token(open ? Token::Accent : Token::LineStrong));
        return;
    }
    case CE_TabBarTabLabel: {
        const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
        if (!tab || !tab->documentMode)
            return;
        painter->setPen(token(!has(option, State_Enabled)   ? Token::Text3
                              : has(option, State_Selected) ? Token::Text
                                                            : Token::Text2));
        painter->drawText(tab->rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextHideMnemonic, tab->text);
        if (showsFocus(option))
            focusRing(painter, tab->rect.adjusted(0, 2, 0, -2 - tabLine), Theme::ControlRadius);
        return;
    }
    case CE_Splitter: {
        const bool sideBySide = option->rect.height() > option->rect.width();
        const QRect line = sideBySide ? QRect(option->rect.center().x(), option->rect.top(), 1, option->rect.height())
                                      : QRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1);
        painter->fillRect(line, token(has(option, State_MouseOver) ? Token::LineStrong : Token::Line));
        return;
    }
    case CE_ShapedFrame: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && (frame->frameShape == QFrame::HLine || frame->frameShape == QFrame::VLine)) {
            const QRect r = option->rect;
            painter->fillRect(frame->frameShape == QFrame::HLine ? QRect(r.left(), r.center().y(), r.width(), 1)
                                                                 : QRect(r.center().x(), r.top(), 1, r.height()),
                              token(Token::Line));
            return;
        }
        break;
    }
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void WorkstationStyle::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const QRect handle = proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    if (!handle.isValid() || handle == option->rect)
        return;
    const bool active = has(option, State_MouseOver) || has(option, State_Sunken);
    const int inset = active ? 2 : 3;
    paintRoundedBox(painter, handle.adjusted(inset, inset, -inset, -inset), token(active ? Token::Text3 : Token::LineStrong), {},
                    3);
}

void WorkstationStyle::drawComboBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const bool focus = has(option, State_HasFocus);
    paintRoundedBox(painter, option->rect, token(has(option, State_MouseOver) ? Token::Window : Token::Surface),
                    token(focus ? Token::Accent : Token::LineStrong), Theme::ControlRadius, focus ? 1.6 : 1);
    const QRect arrow = proxy()->subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    Icons::paint(painter, arrow, Icon::ChevronDown, 12, has(option, State_Enabled) ? Token::Text2 : Token::Text3);
}

void WorkstationStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                          const QWidget *widget) const
{
    switch (control) {
    case CC_ScrollBar: drawScrollBar(option, painter, widget); return;
    case CC_ComboBox: drawComboBox(option, painter, widget); return;
    case CC_Slider: {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!slider || slider->orientation != Qt::Horizontal)
            break;
        const QRect handle = proxy()->subControlRect(CC_Slider, option, SC_SliderHandle, widget);
        const QRect groove(option->rect.left() + 2, option->rect.center().y() - 1, option->rect.width() - 4, 4);
        const bool enabled = has(option, State_Enabled);
        paintRoundedBox(painter, groove, token(Token::LineStrong), {}, 2);
        paintRoundedBox(painter, QRect(groove.topLeft(), QPoint(handle.center().x(), groove.bottom())),
                        token(enabled ? Token::Accent : Token::Text3), {}, 2);
        const QRect knob(handle.center().x() - 8, option->rect.center().y() - 7, 16, 16);
        paintRoundedBox(painter, knob, token(Token::Surface), token(enabled ? Token::Accent : Token::Text3), 8, 2);
        if (showsFocus(option))
            focusRing(painter, knob.adjusted(-2, -2, 2, 2), 10);
        return;
    }
    default: break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect WorkstationStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                                       const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!bar)
            return {};
        // No arrow buttons: the whole length is the groove.
        const bool horizontal = bar->orientation == Qt::Horizontal;
        const QRect rect = bar->rect;
        const int length = horizontal ? rect.width() : rect.height();
        const int range = bar->maximum - bar->minimum;
        int handle = length;
        if (range > 0)
            handle = qBound(28, int(qint64(length) * bar->pageStep / (qint64(range) + bar->pageStep)), length);
        const int start =
            sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle, bar->upsideDown);
        const auto part = [&](int from, int size) {
            return horizontal ? QRect(rect.left() + from, rect.top(), size, rect.height())
                              : QRect(rect.left(), rect.top() + from, rect.width(), size);
        };
        switch (sub) {
        case SC_ScrollBarGroove: return rect;
        case SC_ScrollBarSlider: return part(start, handle);
        case SC_ScrollBarSubPage: return part(0, start);
        case SC_ScrollBarAddPage: return part(start + handle, length - start - handle);
        default: return {};
        }
    }
    if (control == CC_ComboBox) {
        const QRect rect = option->rect;
        if (sub == SC_ComboBoxArrow)
            return visualRect(option->direction, rect, QRect(rect.right() - 25, rect.top(), 22, rect.height()));
        if (sub == SC_ComboBoxEditField)
            return visualRect(option->direction, rect, rect.adjusted(8, 1, -28, -1));
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QRect WorkstationStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_TabBarTabRightButton)
        // Open tabs hang three pixels below the middle; what stands in them does too.
        return QProxyStyle::subElementRect(element, option, widget).translated(0, 3);
    if (element == SE_TabBarScrollLeftButton || element == SE_TabBarScrollRightButton)
        return QProxyStyle::subElementRect(element, option, widget)
            .adjusted(0, 6, 0, -1); // in line with the tabs, above their rule
    if (element == SE_HeaderLabel)  // over the words of the rows; Qt leaves 2 px
        return QProxyStyle::subElementRect(element, option, widget).adjusted(fieldMargin - 3, 0, 3 - fieldMargin, 0);
    if (element == SE_LineEditContents) {
        const auto *line = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (line && line->lineWidth > 0)
            return option->rect.adjusted(fieldMargin, 1, -fieldMargin, -1);
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize WorkstationStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: {
        const bool quiet = lookOf(widget) == QLatin1String("quiet") || lookOf(widget) == QLatin1String("link");
        result = QSize(size.width() + (quiet ? 16 : 24), qMax(int(Theme::ControlHeight), size.height() + 8));
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            if (button->features.testFlag(QStyleOptionButton::HasMenu))
                result.rwidth() += 16;
            if (!button->icon.isNull() && !button->text.isEmpty())
                result.rwidth() += buttonIconGap - 4; // Qt has counted 4 px
        }
        break;
    }
    case CT_HeaderSection: result.rwidth() += 2 * (fieldMargin - 3); break;
    case CT_ItemViewItem: result.setHeight(qMax(int(Theme::ListRowHeight), result.height())); break;
    case CT_LineEdit:
    case CT_ComboBox: result.setHeight(qMax(int(Theme::ControlHeight), size.height() + 8)); break;
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator && item->text.isEmpty()) {
            result = QSize(size.width(), 9);
        } else if (item && item->menuItemType == QStyleOptionMenuItem::Separator) {
            const QFontMetricsF metrics(Theme::instance().font(FontRole::SecondaryStrong));
            result = QSize(qMin(qCeil(metrics.horizontalAdvance(item->text)) + 2 * headingMargin, headingWidth), 26);
        } else if (item) {
            const QFontMetrics metrics(item->font);
            const qsizetype tab = item->text.indexOf(QLatin1Char('\t'));
            int width = metrics.horizontalAdvance(tab < 0 ? item->text : item->text.left(tab)) + 36 + 18;
            if (tab >= 0)
                width += metrics.horizontalAdvance(item->text.mid(tab + 1)) + 24;
            if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
                width += 20;
            result = QSize(qMax(width, 160), qMax(30, metrics.height() + 10));
        }
        break;
    }
    default: break;
    }
    return result;
}

int WorkstationStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent: return 12;
    case PM_ScrollBarSliderMin: return 28;
    case PM_SplitterWidth: return 1;
    case PM_ButtonIconSize:
    case PM_SmallIconSize: return 16;
    case PM_ToolBarIconSize: return 20;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 18;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return 8;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuVMargin: return 4;
    case PM_MenuHMargin: return 0;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_SliderThickness:
    case PM_SliderLength: return 20;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin: return 16;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return 8;
    case PM_ToolTipLabelFrameWidth: return 6;
    case PM_DefaultFrameWidth:
        if (qobject_cast<const QAbstractScrollArea *>(widget))
            return qobject_cast<const QAbstractItemView *>(widget) ? listFrame : textFrame;
        return QProxyStyle::pixelMetric(metric, option, widget);
    case PM_FocusFrameHMargin: return fieldMargin - listFrame; // of the words of a list's row; Qt adds one
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int WorkstationStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ScrollBar_LeftClickAbsolutePosition: return 1;
    case SH_ComboBox_Popup: return 0;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_UnderlineShortcut: return 0;
    case SH_ScrollView_FrameOnlyAroundContents: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_Widget_Animation_Duration:
        // Asking for the theme here while it is being made would run in circles; the number of the design is enough.
        return 120;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace liaison
