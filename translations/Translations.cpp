// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations/Translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

static void initTranslationResources() { Q_INIT_RESOURCE(liaison_i18n); }

namespace liaison {

namespace {
std::unique_ptr<QTranslator> &ours()
{
    static std::unique_ptr<QTranslator> translator;
    return translator;
}
std::unique_ptr<QTranslator> &qts()
{
    static std::unique_ptr<QTranslator> translator;
    return translator;
}
QString &current()
{
    static QString language = QStringLiteral("en");
    return language;
}
} // namespace

bool useLanguage(const QString &language)
{
    initTranslationResources();
    const QString wanted = language.isEmpty() ? QLocale::system().name() : language;
    const bool chinese = wanted.startsWith(QLatin1String("zh"));
    const QString name = chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    auto words = std::make_unique<QTranslator>();
    const bool found = words->load(QStringLiteral(":/i18n/liaison_") + name);
    auto qtWords = std::make_unique<QTranslator>();
    if (!qtWords->load(QStringLiteral("qtbase_") + name, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        qtWords.reset();
    ours() = std::move(words);
    qts() = std::move(qtWords);
    current() = chinese ? QStringLiteral("zh") : QStringLiteral("en");
    QLocale::setDefault(chinese ? QLocale(QLocale::Chinese, QLocale::China) : QLocale(QLocale::English));
    if (qts())
        QCoreApplication::installTranslator(qts().get());
    QCoreApplication::installTranslator(ours().get());
    return found && (chinese || wanted.startsWith(QLatin1String("en")) || wanted == QLatin1String("C"));
}

QString languageInUse() { return current(); }

} // namespace liaison
