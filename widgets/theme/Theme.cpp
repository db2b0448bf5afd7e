// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Theme.h"
#include "widgets/theme/WorkstationStyle.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QPalette>
#include <QPointer>
#include <QSettings>
#include <QStyle>
#include <QToolTip>

namespace liaison {

namespace {
QPalette paletteOf(Scheme scheme)
{
    const auto colour = [scheme](Token token) { return tokenColor(token, scheme); };
    QPalette palette;
    palette.setColor(QPalette::Window, colour(Token::Surface));
    palette.setColor(QPalette::WindowText, colour(Token::Text));
    palette.setColor(QPalette::Base, colour(Token::Surface));
    palette.setColor(QPalette::AlternateBase, colour(Token::Surface2));
    palette.setColor(QPalette::Text, colour(Token::Text));
    palette.setColor(QPalette::PlaceholderText, colour(Token::Text3));
    palette.setColor(QPalette::Button, colour(Token::Surface));
    palette.setColor(QPalette::ButtonText, colour(Token::Text));
    palette.setColor(QPalette::BrightText, colour(Token::Late));
    palette.setColor(QPalette::Highlight, colour(Token::Accent));
    palette.setColor(QPalette::HighlightedText, colour(Token::OnAccent));
    palette.setColor(QPalette::Link, colour(Token::Accent));
    palette.setColor(QPalette::LinkVisited, colour(Token::Accent));
    palette.setColor(QPalette::ToolTipBase, colour(Token::Surface));
    palette.setColor(QPalette::ToolTipText, colour(Token::Text));
    palette.setColor(QPalette::Light, colour(Token::Surface2));
    palette.setColor(QPalette::Midlight, colour(Token::Line));
    palette.setColor(QPalette::Mid, colour(Token::LineStrong));
    palette.setColor(QPalette::Dark, colour(Token::LineStrong));
    palette.setColor(QPalette::Shadow, colour(Token::LineStrong));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colour(Token::Text3));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colour(Token::Line));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colour(Token::Text2));
    return palette;
}
} // namespace

Theme &Theme::instance()
{
    static QPointer<Theme> theme;
    if (!theme)
        theme = new Theme(qApp);
    return *theme;
}

Theme::Theme(QObject *parent) : QObject(parent)
{
    m_fromSystem = QGuiApplication::palette().color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
    m_scheme = systemScheme();
    m_base = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // The system's font first; what it lacks comes from a font made for reading Chinese on screens, not from whatever sorts first.
    QStringList families = m_base.families();
    if (families.isEmpty())
        families << m_base.family();
    families << QStringLiteral("Noto Sans CJK SC") << QStringLiteral("Microsoft YaHei UI") << QStringLiteral("PingFang SC")
             << QStringLiteral("Source Han Sans SC") << QStringLiteral("WenQuanYi Micro Hei");
    m_base.setFamilies(families);
    // 9.75 pt are 13 px at 96 dpi; whoever has set a larger font keeps it.
    m_base.setPointSizeF(qMax(9.75, m_base.pointSizeF() > 10.5 ? m_base.pointSizeF() : 0));
    m_base.setHintingPreference(QFont::PreferVerticalHinting);
    m_reducedMotion = qEnvironmentVariableIntValue("LIAISON_REDUCED_MOTION") > 0;
    for (size_t role = 0; role < m_fonts.size(); ++role)
        m_fonts[role] = makeFont(static_cast<FontRole>(role));
}

void Theme::install()
{
    if (m_installed)
        return;
    m_installed = true;
    QApplication::setStyle(new WorkstationStyle);
    QApplication::setFont(m_base);
    QToolTip::setFont(font(FontRole::Secondary));
    qApp->installEventFilter(this);
    apply();
}

void Theme::setMode(Mode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    apply();
}

void Theme::setDensity(Density density)
{
    if (m_density == density)
        return;
    m_density = density;
    emit changed();
}

int Theme::rowHeight() const
{
    if (m_twoLines == 0)
        m_twoLines = QFontMetrics(font(FontRole::Body)).height() + QFontMetrics(font(FontRole::Secondary)).height();
    return m_density == Density::Compact ? qMax(44, m_twoLines + 6) : qMax(56, m_twoLines + 16);
}

QFont Theme::makeFont(FontRole role) const
{
    QFont result = m_base;
    const qreal base = m_base.pointSizeF();
    switch (role) {
    case FontRole::Body: break;
    case FontRole::BodyStrong: result.setWeight(QFont::DemiBold); break;
    case FontRole::Heading:
        result.setPointSizeF(base * 15 / 13);
        result.setWeight(QFont::DemiBold);
        break;
    case FontRole::Secondary: result.setPointSizeF(base * 12 / 13); break;
    case FontRole::SecondaryStrong:
        result.setPointSizeF(base * 12 / 13);
        result.setWeight(QFont::DemiBold);
        break;
    case FontRole::Small: result.setPointSizeF(base * 11 / 13); break;
    case FontRole::SmallStrong:
        result.setPointSizeF(base * 11 / 13);
        result.setWeight(QFont::DemiBold);
        break;
    }
    return result;
}

bool Theme::reducedMotion() const
{
    // Styles answer 0 here when the desktop's animations are off.
    return m_reducedMotion || !QApplication::isEffectEnabled(Qt::UI_General);
}

void Theme::setReducedMotion(bool reduced)
{
    if (m_reducedMotion == reduced)
        return;
    m_reducedMotion = reduced;
    emit changed();
}

void Theme::apply()
{
    const Scheme scheme = m_mode == Mode::System ? systemScheme() : m_mode == Mode::Dark ? Scheme::Dark : Scheme::Light;
    m_scheme = scheme;
    if (m_installed) {
        QApplication::setPalette(paletteOf(scheme));
        QToolTip::setPalette(paletteOf(scheme));
    }
    emit changed();
}

Scheme Theme::systemScheme() const
{
#ifdef Q_OS_WIN
    const QSettings personal(
        QStringLiteral("HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize"),
        QSettings::NativeFormat);
    return personal.value(QStringLiteral("AppsUseLightTheme"), 1).toInt() == 0 ? Scheme::Dark : Scheme::Light;
#else
    return m_fromSystem;
#endif
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && m_mode == Mode::System && systemScheme() != m_scheme)
        apply();
    return QObject::eventFilter(watched, event);
}

} // namespace liaison
