// SPDX-License-Identifier: GPL-3.0-or-later
// Who may know whom (docs/architecture.md): reads every include of the sources and fails if a folder uses one it may not.
#include <QDirIterator>
#include <QtTest>

namespace {

/// A folder, the folders of ours it may include from, and the Qt modules it may not.
struct Layer
{
    QString folder;
    QStringList mayUse;
};

const QList<Layer> &layers()
{
    static const QStringList lists{"models/lists", "models/session", "models/policy", "models/link",
                                   "models/store", "models/wire",    "models/domain"};
    static const QStringList controls = QStringList{"widgets/theme", "widgets/controls"} + lists;
    static const QStringList hub{"hub/store", "hub/log", "models/wire", "models/domain"};
    static const QList<Layer> all{
        {"models/domain", {}},
        {"models/console", {}},
        {"models/wire", {"models/domain"}},
        {"models/update", {"models/link", "models/wire", "models/domain"}},
        {"models/link", {"models/wire", "models/domain"}},
        {"models/policy", {}},
        {"models/store", {"models/domain"}},
        {"models/session", {"models/policy", "models/link", "models/store", "models/wire", "models/domain"}},
        {"models/checks", {"models/session", "models/policy", "models/link", "models/store", "models/wire", "models/domain"}},
        {"models/lists", {"models/session", "models/policy", "models/link", "models/store", "models/wire", "models/domain"}},
        {"widgets/theme", {}},
        {"widgets/controls", QStringList{"widgets/theme"} + lists},
        {"widgets/conversation", controls},
        {"widgets/customer", controls},
        {"widgets/settings", QStringList{"models/checks", "models/update"} + controls},
        {"widgets/shell",
         QStringList{"models/checks", "models/update", "widgets/conversation", "widgets/customer", "widgets/settings"} +
             controls},
        {"app/workstation", QStringList{"widgets/shell", "widgets/conversation", "widgets/customer", "widgets/settings",
                                        "models/checks", "models/update"} +
                                controls},
        {"hub/loop", {}},
        {"hub/store", {"models/domain"}},
        {"hub/log", {"hub/store", "models/wire", "models/domain"}},
        {"hub/accounts", QStringList{"models/console"} + hub},
        {"hub/routing", QStringList{"hub/accounts"} + hub},
        {"hub/links", QStringList{"hub/accounts"} + hub},
        {"hub/page", {}},
        {"hub/channels", QStringList{"hub/accounts", "hub/links", "hub/page"} + hub},
        {"app/hub", QStringList{"hub/accounts", "hub/routing", "hub/links", "hub/channels", "hub/page", "hub/loop"} + hub},
        {"app/policydocs", {"models/policy"}},
        {"app/release", {"models/console", "models/update", "models/link", "models/store", "models/domain"}},
        {"app/sim", {"models/link", "models/wire", "models/domain"}},
    };
    return all;
}

QStringList sourcesIn(const QString &folder)
{
    QStringList found;
    QDirIterator it(QStringLiteral(LIAISON_SOURCE_DIR "/") + folder, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        found.append(it.next());
    return found;
}

/// The text between quotes or angle brackets of every #include of a file.
QStringList includesOf(const QString &path)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"),
                                            QRegularExpression::MultilineOption);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList found;
    const QString text = QString::fromUtf8(file.readAll());
    for (auto it = include.globalMatch(text); it.hasNext();)
        found.append(it.next().captured(1));
    return found;
}

/// Why `folder` may not include `include`; empty if it may.
QString faultOf(const Layer &layer, const QString &include)
{
    static const QRegularExpression ours(QStringLiteral("^(app|hub|models|widgets|tests)/"));
    static const QRegularExpression widgetsOnly(QStringLiteral(
        "^(QtWidgets/"
        ")?(QWidget|QApplication|Q[A-Za-z]*(Dialog|Button|Box|Menu|Layout|View|Edit|Label|Window|Action|Style|Tab|Splitter))$"));
    if (ours.match(include).hasMatch()) {
        const QString folder = include.section(QLatin1Char('/'), 0, 1);
        if (folder != layer.folder && !layer.mayUse.contains(folder))
            return QStringLiteral("may not use %1").arg(folder);
    } else if (!layer.folder.startsWith(QLatin1String("widgets/")) && layer.folder != QLatin1String("app/workstation") &&
               include != QLatin1String("QStringView") && include != QLatin1String("QByteArrayView") &&
               widgetsOnly.match(include).hasMatch()) {
        return QStringLiteral("may not use Qt Widgets (%1)").arg(include);
    }
    return {};
}

} // namespace

class LayersTest : public QObject
{
    Q_OBJECT
private slots:
    void everyFolderIsListed();
    void foldersUseOnlyWhatTheyMay_data();
    void foldersUseOnlyWhatTheyMay();
    void aWrongIncludeIsFound();
};

void LayersTest::everyFolderIsListed()
{
    QStringList known;
    for (const Layer &layer : layers())
        known.append(layer.folder);
    for (const QString top : {"app", "hub", "models", "widgets"}) {
        const QDir dir(QStringLiteral(LIAISON_SOURCE_DIR "/") + top);
        for (const QString &name : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QVERIFY2(known.contains(top + QLatin1Char('/') + name), qPrintable(top + QLatin1Char('/') + name));
    }
}

void LayersTest::foldersUseOnlyWhatTheyMay_data()
{
    QTest::addColumn<QString>("folder");
    for (const Layer &layer : layers())
        QTest::newRow(qPrintable(layer.folder)) << layer.folder;
}

void LayersTest::foldersUseOnlyWhatTheyMay()
{
    QFETCH(QString, folder);
    const Layer layer = *std::find_if(layers().begin(), layers().end(), [&](const Layer &l) { return l.folder == folder; });
    QStringList faults;
    const QStringList files = sourcesIn(folder);
    QVERIFY2(!files.isEmpty(), "no sources: is the folder's name right?");
    for (const QString &path : files) {
        for (const QString &include : includesOf(path)) {
            const QString fault = faultOf(layer, include);
            if (!fault.isEmpty())
                faults.append(QDir(QStringLiteral(LIAISON_SOURCE_DIR)).relativeFilePath(path) + QLatin1String(": ") + fault);
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void LayersTest::aWrongIncludeIsFound()
{
    const Layer store{"models/store", {"models/domain"}};
    QVERIFY(faultOf(store, "models/domain/Message.h").isEmpty());
    QVERIFY(!faultOf(store, "models/wire/Codec.h").isEmpty());
    QVERIFY(!faultOf(store, "QPushButton").isEmpty());
    const Layer hub{"hub/links", {"hub/log"}};
    QVERIFY(!faultOf(hub, "models/session/Session.h").isEmpty());
}

QTEST_GUILESS_MAIN(LayersTest)
#include "tst_layers.moc"
