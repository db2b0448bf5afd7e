// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace liaison::Icons {

namespace {
// In the order of Icon.
constexpr const char *names[] = {"add",
                                 "alert",
                                 "archive",
                                 "arrow_clockwise",
                                 "arrow_down",
                                 "arrow_download",
                                 "arrow_enter",
                                 "arrow_exit",
                                 "arrow_reply",
                                 "arrow_sync",
                                 "arrow_undo",
                                 "arrow_up",
                                 "attach",
                                 "calendar",
                                 "call",
                                 "chat",
                                 "chat_multiple",
                                 "checkmark",
                                 "checkmark_circle",
                                 "chevron_down",
                                 "chevron_left",
                                 "chevron_right",
                                 "chevron_up",
                                 "circle",
                                 "clock",
                                 "cloud_off",
                                 "copy",
                                 "database",
                                 "delete",
                                 "dismiss",
                                 "document",
                                 "document_error",
                                 "drink_coffee",
                                 "edit",
                                 "emoji",
                                 "error_circle",
                                 "eye",
                                 "eye_off",
                                 "filter",
                                 "folder_open",
                                 "full_screen_maximize",
                                 "globe",
                                 "history",
                                 "image",
                                 "image_off",
                                 "info",
                                 "keyboard",
                                 "lightbulb",
                                 "link",
                                 "local_language",
                                 "location",
                                 "lock_closed",
                                 "mail",
                                 "more_horizontal",
                                 "note",
                                 "notepad",
                                 "open",
                                 "panel_left",
                                 "panel_right",
                                 "people",
                                 "people_queue",
                                 "person",
                                 "person_add",
                                 "person_available",
                                 "person_clock",
                                 "person_swap",
                                 "phone",
                                 "pin",
                                 "plug_disconnected",
                                 "pulse",
                                 "question_circle",
                                 "save",
                                 "search",
                                 "send",
                                 "settings",
                                 "shield_checkmark",
                                 "sign_out",
                                 "speaker_2",
                                 "speaker_mute",
                                 "star",
                                 "subtract",
                                 "tag",
                                 "text_quote",
                                 "timer",
                                 "warning",
                                 "weather_moon",
                                 "weather_sunny",
                                 "zoom_in",
                                 "zoom_out"};
static_assert(std::size(names) == static_cast<std::size_t>(Icon::Count));

/// Draws with the theme's colour of the moment, so that no icon has to be set anew when the theme is switched.
class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(Icon icon, Token colour, bool filled) : m_icon(icon), m_colour(colour), m_filled(filled) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const int size = qMin(rect.width(), rect.height());
        const QPixmap picture =
            Icons::pixmap(m_icon, size, colourFor(mode), painter->device()->devicePixelRatioF(), m_filled || state == QIcon::On);
        painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, picture);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    // Qt asks in device pixels here.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        const int side = qMin(size.width(), size.height());
        QPixmap picture = Icons::pixmap(m_icon, qRound(side / scale), colourFor(mode), scale, m_filled || state == QIcon::On);
        return picture;
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(*this); }

private:
    QColor colourFor(QIcon::Mode mode) const
    {
        const Theme &theme = Theme::instance();
        QColor colour = theme.color(mode == QIcon::Disabled ? Token::Text3 : m_colour);
        if (mode == QIcon::Disabled)
            colour.setAlphaF(0.6F);
        return colour;
    }

    Icon m_icon;
    Token m_colour;
    bool m_filled;
};
} // namespace

QString resourcePath(Icon icon, int size, bool filled)
{
    const QString name = QString::fromLatin1(names[static_cast<std::size_t>(icon)]);
    const QString style = filled ? QStringLiteral("filled") : QStringLiteral("regular");
    const QString small = QStringLiteral(":/icons/%1_16_%2.svg").arg(name, style);
    if (size <= 17 && QFile::exists(small))
        return small;
    return QStringLiteral(":/icons/%1_20_%2.svg").arg(name, style);
}

QIcon icon(Icon icon, Token colour, bool filled) { return QIcon(new ThemedIconEngine(icon, colour, filled)); }

QPixmap pixmap(Icon icon, int size, const QColor &colour, qreal devicePixelRatio, bool filled)
{
    static QHash<QString, QPixmap> kept;
    const QString key = QStringLiteral("%1 %2 %3 %4 %5")
                            .arg(static_cast<int>(icon))
                            .arg(size)
                            .arg(devicePixelRatio)
                            .arg(colour.rgba())
                            .arg(filled ? 1 : 0);
    if (const auto found = kept.constFind(key); found != kept.constEnd())
        return *found;
    const int side = qMax(1, qRound(size * devicePixelRatio));
    QPixmap picture(side, side);
    picture.fill(Qt::transparent);
    {
        QPainter painter(&picture);
        QSvgRenderer(resourcePath(icon, size, filled)).render(&painter, QRectF(0, 0, side, side));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(picture.rect(), colour);
    }
    picture.setDevicePixelRatio(devicePixelRatio);
    // A few hundred small pictures at most in practice; the limit is for a user who drags the window between screens all day.
    if (kept.size() > 2000)
        kept.clear();
    kept.insert(key, picture);
    return picture;
}

void paint(QPainter *painter, const QRect &rect, Icon icon, int size, Token colour, bool filled)
{
    const QPixmap picture = pixmap(icon, size, Theme::instance().color(colour), painter->device()->devicePixelRatioF(), filled);
    painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, picture);
}

} // namespace liaison::Icons
