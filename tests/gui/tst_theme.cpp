// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/Resources.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QFontMetrics>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace liaison;

class ThemeTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        initResources();
        Theme::instance().install();
    }

    void textPairsKeepTheirContrast_data()
    {
        QTest::addColumn<Token>("text");
        QTest::addColumn<Token>("ground");
        const auto pair = [](const char *name, Token text, Token ground) { QTest::newRow(name) << text << ground; };
        for (const auto &[name, ground] : {std::pair{"window", Token::Window},
                                           {"surface", Token::Surface},
                                           {"surface 2", Token::Surface2},
                                           {"select", Token::Select},
                                           {"mine", Token::Mine},
                                           {"theirs", Token::Theirs}}) {
            pair(qPrintable(QStringLiteral("text on %1").arg(QLatin1String(name))), Token::Text, ground);
            pair(qPrintable(QStringLiteral("text 2 on %1").arg(QLatin1String(name))), Token::Text2, ground);
            pair(qPrintable(QStringLiteral("text 3 on %1").arg(QLatin1String(name))), Token::Text3, ground);
            pair(qPrintable(QStringLiteral("late on %1").arg(QLatin1String(name))), Token::Late, ground);
        }
        pair("accent on surface", Token::Accent, Token::Surface);
        pair("accent on surface 2", Token::Accent, Token::Surface2);
        pair("accent on accent soft", Token::Accent, Token::AccentSoft);
        pair("on accent", Token::OnAccent, Token::Accent);
        pair("calm", Token::Calm, Token::CalmSoft);
        pair("calm on surface", Token::Calm, Token::Surface);
        pair("soon", Token::Soon, Token::SoonSoft);
        pair("soon on surface", Token::Soon, Token::Surface);
        pair("late", Token::Late, Token::LateSoft);
        pair("note", Token::Note, Token::NoteSoft);
        pair("text on note", Token::Text, Token::NoteSoft);
        pair("text on line (neutral badge)", Token::Text, Token::Line);
        pair("text 2 on line (avatar)", Token::Text2, Token::Line);
        pair("on late (badge)", Token::Surface, Token::Late);
    }

    void textPairsKeepTheirContrast()
    {
        QFETCH(Token, text);
        QFETCH(Token, ground);
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const double ratio = contrastRatio(tokenColor(text, scheme), tokenColor(ground, scheme));
            QVERIFY2(ratio >= 4.5,
                     qPrintable(QStringLiteral("%1 in %2")
                                    .arg(ratio, 0, 'f', 2)
                                    .arg(scheme == Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light"))));
        }
    }

    void contrastRatioIsThatOfWcag()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        QVERIFY(qAbs(contrastRatio(QColor(0x777777), Qt::white) - 4.48) < 0.01);
    }

    void everyIconHasItsPictureAndEveryPictureItsIcon()
    {
        QSet<QString> used;
        for (int i = 0; i < static_cast<int>(Icon::Count); ++i) {
            for (const int size : {16, 20}) {
                for (const bool filled : {false, true}) {
                    const QString path = Icons::resourcePath(static_cast<Icon>(i), size, filled);
                    QVERIFY2(QFile::exists(path), qPrintable(path));
                    used.insert(path);
                }
            }
        }
        QDirIterator files(QStringLiteral(":/icons"));
        while (files.hasNext()) {
            const QString path = files.next();
            QVERIFY2(used.contains(path), qPrintable(path + QStringLiteral(" is in the resources but no icon uses it")));
        }
    }

    void iconsTakeTheColourOfTheTheme()
    {
        Theme &theme = Theme::instance();
        const QIcon icon = Icons::icon(Icon::Circle, Token::Accent, true);
        theme.setMode(Theme::Mode::Light);
        QCOMPARE(icon.pixmap(20, 20).toImage().pixelColor(10, 10).rgb(), tokenColor(Token::Accent, Scheme::Light).rgb());
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(icon.pixmap(20, 20).toImage().pixelColor(10, 10).rgb(), tokenColor(Token::Accent, Scheme::Dark).rgb());
        theme.setMode(Theme::Mode::Light);
    }

    void switchingIsLive()
    {
        Theme &theme = Theme::instance();
        theme.setMode(Theme::Mode::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        QWidget widget;
        widget.show();
        QCOMPARE(widget.palette().color(QPalette::Base), tokenColor(Token::Surface, Scheme::Light));
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(changed.count(), 1);
        QTRY_COMPARE(widget.palette().color(QPalette::Base), tokenColor(Token::Surface, Scheme::Dark));
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(changed.count(), 1);
        theme.setMode(Theme::Mode::Light);
    }

    void densitySetsTheRowHeight()
    {
        Theme &theme = Theme::instance();
        theme.setDensity(Theme::Density::Comfortable);
        const int comfortable = theme.rowHeight();
        theme.setDensity(Theme::Density::Compact);
        QVERIFY(theme.rowHeight() >= 44);
        QVERIFY(theme.rowHeight() < comfortable);
        theme.setDensity(Theme::Density::Comfortable);
        QVERIFY(comfortable >= 56);
    }

    void controlsAreThirtyHigh()
    {
        QPushButton button(QStringLiteral("Finish"));
        QLineEdit line;
        QCOMPARE(button.sizeHint().height(), Theme::ControlHeight);
        QCOMPARE(line.sizeHint().height(), Theme::ControlHeight);
    }

    void rolesDiffer()
    {
        const Theme &theme = Theme::instance();
        QVERIFY(theme.font(FontRole::Heading).pointSizeF() > theme.font(FontRole::Body).pointSizeF());
        QVERIFY(theme.font(FontRole::Small).pointSizeF() < theme.font(FontRole::Secondary).pointSizeF());
        QCOMPARE(theme.font(FontRole::BodyStrong).weight(), QFont::DemiBold);
    }

    void noMotionWhenAskedForNone()
    {
        Theme &theme = Theme::instance();
        theme.setReducedMotion(false);
        QVERIFY(theme.motion() <= 120);
        theme.setReducedMotion(true);
        QCOMPARE(theme.motion(), 0);
        theme.setReducedMotion(false);
    }

    void aMenusHeadingHasRoom()
    {
        const auto widthWith = [](const QString &heading) {
            QMenu menu;
            menu.addSection(heading);
            menu.addAction(QStringLiteral("a"));
            return menu.sizeHint().width();
        };
        const QFontMetricsF metrics(Theme::instance().font(FontRole::SecondaryStrong));
        const QString name(30, QLatin1Char('n'));
        QVERIFY(widthWith(name) >= metrics.horizontalAdvance(name) + 24);
        const int bare = widthWith(QString());
        const int most = widthWith(QString(400, QLatin1Char('n')));
        QVERIFY2(most > bare && most < 340, qPrintable(QString::number(most)));
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
