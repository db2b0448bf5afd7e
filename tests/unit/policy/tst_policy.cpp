// SPDX-License-Identifier: GPL-3.0-or-later
// What an administrator wrote is what holds; what cannot be read is named and weakens nothing; what others can write is refused.
#include "models/policy/PolicyFolder.h"
#include "models/policy/PolicyRegistry.h"
#include "models/policy/PolicyRules.h"
#include "models/policy/PolicyTable.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

using namespace liaison;

class PolicyTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;

    QString folder() const { return m_dir->filePath(QStringLiteral("policy.d")); }
    QString write(const QString &name, const QByteArray &text,
                  QFile::Permissions rights = QFile::ReadOwner | QFile::WriteOwner) const
    {
        const QString path = folder() + QLatin1Char('/') + name;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.setPermissions(rights))
            qFatal("cannot write");
        return path;
    }
    Policy read() const { return PolicyFolder(folder(), QFileInfo(folder()).ownerId(), m_dir->path()).read(); }
    static Policy of(const char *key, const QStringList &values)
    {
        return Policy::of({{QStringLiteral("here"), QStringLiteral("here:1"), QLatin1String(key), values}});
    }
    static QString faultsOf(const Policy &policy)
    {
        QStringList lines;
        for (const PolicyFault &fault : policy.faults())
            lines.append(fault.text());
        return lines.join(QLatin1Char('\n'));
    }

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(folder()));
        QVERIFY(QFile::setPermissions(folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    void withoutAPolicy()
    {
        const Policy none;
        QVERIFY(none.names().isEmpty());
        QVERIFY(!none.isSet(policy_name::hubUrl));
        QCOMPARE(none.text(policy_name::hubUrl), QString());
        QCOMPARE(none.flag(policy_name::signInRemember), true);
        QCOMPARE(none.number(policy_name::lockMinutes), 0);
        QVERIFY(!none.value(policy_name::historyDays).isValid());
        QCOMPARE(PolicyFolder(folder() + QStringLiteral("/none")).read().faults().size(), 0);
    }

    void theTableIsSound()
    {
        QSet<QString> names;
        QSet<QString> categories;
        for (const PolicyCategory &category : PolicyTable::categories())
            categories.insert(category.id);
        static const QRegularExpression name(QStringLiteral("^[a-z][a-z_]+$"));
        for (const PolicyKey &key : PolicyTable::keys()) {
            QVERIFY2(!names.contains(key.name) && name.match(key.name).hasMatch(), qPrintable(key.name));
            names.insert(key.name);
            QVERIFY2(categories.contains(key.category), qPrintable(key.name));
            QVERIFY2(!key.title.english.isEmpty() && !key.title.chinese.isEmpty(), qPrintable(key.name));
            QVERIFY2(!key.what.english.isEmpty() && !key.what.chinese.isEmpty(), qPrintable(key.name));
            // The example is one that is taken, and without a word of complaint.
            QString wrong;
            QVERIFY2(PolicyRules::read(key, {key.example}, &wrong).isValid(), qPrintable(key.name + QLatin1String(": ") + wrong));
            QVERIFY2(wrong.isEmpty(), qPrintable(key.name + QLatin1String(": ") + wrong));
            if (key.otherwise.isValid() && key.type != PolicyKey::Type::List)
                QVERIFY2(PolicyRules::read(key, {key.otherwise.toString()}, &wrong).isValid(), qPrintable(key.name));
        }
    }

    void aFile()
    {
        const QString path = write(QStringLiteral("50-site.ini"), "# the desk\n[Connection]\n"
                                                                  "hub_url = https://desk.example.com/path\r\n"
                                                                  "; an expression is taken as it stands\n"
                                                                  "masking_rules = \\b\\d{16}\\b, \"x\" = y\n"
                                                                  "masking_rules=[A-Z]{2}\\d{20}\n"
                                                                  "history_days = 90\nsounds = false\ntheme = dark\n");
        const Policy policy = read();
        QVERIFY2(policy.faults().isEmpty(), qPrintable(faultsOf(policy)));
        QCOMPARE(policy.sources(), QStringList{path});
        QCOMPARE(policy.text(policy_name::hubUrl), QStringLiteral("https://desk.example.com/path"));
        QCOMPARE(policy.list(policy_name::maskingRules),
                 (QStringList{QStringLiteral("\\b\\d{16}\\b, \"x\" = y"), QStringLiteral("[A-Z]{2}\\d{20}")}));
        QCOMPARE(policy.number(policy_name::historyDays), 90);
        QCOMPARE(policy.flag(policy_name::sounds), false);
        QVERIFY(policy.isSet(policy_name::sounds) && !policy.isSet(policy_name::density));
        QCOMPARE(policy.place(policy_name::historyDays), path + QStringLiteral(":7"));
    }

    void theLaterFileWins()
    {
        write(QStringLiteral("90-last.ini"), "history_days = 7\nmasking_rules = c\n");
        write(QStringLiteral("10-first.ini"), "history_days = 365\nmasking_rules = a\nmasking_rules = b\nlanguage = zh\n");
        write(QStringLiteral("99-other.conf"), "history_days = 1\n");
        const Policy policy = read();
        QVERIFY2(policy.faults().isEmpty(), qPrintable(faultsOf(policy)));
        QCOMPARE(policy.number(policy_name::historyDays), 7);
        QCOMPARE(policy.list(policy_name::maskingRules), QStringList{QStringLiteral("c")}); // a list is not mixed
        QCOMPARE(policy.text(policy_name::language), QStringLiteral("zh"));
        QCOMPARE(policy.sources().size(), 2);
    }

    void wrongValues_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QVariant>("holds"); // invalid: as if nothing had been said
        QTest::newRow("no address") << QByteArray(policy_name::hubUrl) << "desk.example.com" << QVariant(QString(""));
        QTest::newRow("password in the address")
            << QByteArray(policy_name::hubUrl) << "https://a:b@desk" << QVariant(QString(""));
        QTest::newRow("yes") << QByteArray(policy_name::signInRemember) << "yes" << QVariant(false);
        QTest::newRow("too long a wait") << QByteArray(policy_name::lockMinutes) << "241" << QVariant(5);
        QTest::newRow("below zero") << QByteArray(policy_name::lockMinutes) << "-1" << QVariant(5);
        QTest::newRow("no number") << QByteArray(policy_name::historyDays) << "a week" << QVariant();
        QTest::newRow("no choice") << QByteArray(policy_name::keyStorage) << "none" << QVariant(QString("keychain"));
        QTest::newRow("other theme") << QByteArray(policy_name::theme) << "blue" << QVariant();
        QTest::newRow("relative") << QByteArray(policy_name::hubCaFile) << "ca.pem" << QVariant(QString(policy_name::noFile));
        QTest::newRow("empty") << QByteArray(policy_name::signInRemember) << "" << QVariant(false);
        QTest::newRow("short hash") << QByteArray(policy_name::hubPins) << "AAAA"
                                    << QVariant(QStringList{QString(43, u'A') + u'='});
        QTest::newRow("no key") << QByteArray(policy_name::updateKey) << "AAAA" << QVariant(QString("unreadable"));
    }
    void wrongValues()
    {
        QFETCH(QByteArray, key);
        QFETCH(QString, value);
        QFETCH(QVariant, holds);
        const Policy policy = of(key, {value});
        QCOMPARE(policy.faults().size(), 1);
        const QString said = policy.faults().first().text();
        QVERIFY2(said.contains(QStringLiteral("here:1")) && said.contains(QString::fromLatin1(key)), qPrintable(said));
        QCOMPARE(policy.isSet(key), holds.isValid());
        if (holds.isValid())
            QCOMPARE(policy.value(key), holds);
    }

    void oneWrongPinOfTwoTrustsNothing()
    {
        const QString good = PolicyTable::find(QLatin1String(policy_name::hubPins))->example;
        QCOMPARE(of(policy_name::hubPins, {good, good}).list(policy_name::hubPins), (QStringList{good, good}));
        const Policy policy = of(policy_name::hubPins, {good, QStringLiteral("sha256//x")});
        QVERIFY(!policy.list(policy_name::hubPins).contains(good));
        QCOMPARE(policy.faults().size(), 1);
    }

    void aWrongExpressionIsReplacedTheOthersHold()
    {
        const Policy policy =
            of(policy_name::maskingRules, {QStringLiteral("a+b"), QStringLiteral("(unfinished"), QStringLiteral("x*")});
        QCOMPARE(policy.faults().size(), 1);
        QVERIFY2(faultsOf(policy).contains(QLatin1String("(unfinished")) && faultsOf(policy).contains(QLatin1String("x*")),
                 qPrintable(faultsOf(policy)));
        QCOMPARE(policy.list(policy_name::maskingRules), (QStringList{QStringLiteral("a+b"), QString(policy_name::anyNumber)}));
    }

    void twoValuesOfOneKeyInOneFile()
    {
        write(QStringLiteral("a.ini"), "lock_minutes = 10\nlock_minutes = 200\n");
        const Policy policy = read();
        QCOMPARE(policy.number(policy_name::lockMinutes), 5);
        QCOMPARE(policy.faults().size(), 1);
    }

    void whatIsNoPolicyIsNamed()
    {
        const QString path = write(QStringLiteral("a.ini"), "histroy_days = 5\nnonsense\n= 3\nlanguage = zh\n");
        const Policy policy = read();
        QCOMPARE(policy.text(policy_name::language), QStringLiteral("zh"));
        const QString said = faultsOf(policy);
        QVERIFY2(said.contains(path + QStringLiteral(":1: histroy_days")), qPrintable(said));
        QVERIFY2(said.contains(path + QStringLiteral(":2")) && said.contains(path + QStringLiteral(":3")), qPrintable(said));
        write(QStringLiteral("b.ini"), QByteArray("language = \xff\xfe\n"));
        write(QStringLiteral("c.ini"), QByteArray(300 * 1024, '#'));
        QVERIFY2(faultsOf(read()).contains(QLatin1String("UTF-8")), qPrintable(faultsOf(read())));
        QVERIFY2(faultsOf(read()).contains(QLatin1String("larger")), qPrintable(faultsOf(read())));
        QCOMPARE(read().text(policy_name::language), QStringLiteral("zh"));
    }

    void whatOthersCanWriteIsRefused()
    {
        const auto rights = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther;
        write(QStringLiteral("a.ini"), "history_days = 5\n", rights);
        QCOMPARE(read().number(policy_name::historyDays), 5);
        const QString loose = write(QStringLiteral("b.ini"), "history_days = 6\n", rights | QFile::WriteOther);
        Policy policy = read();
        QCOMPARE(policy.number(policy_name::historyDays), 5);
        QVERIFY2(faultsOf(policy).startsWith(loose), qPrintable(faultsOf(policy)));
        QVERIFY(faultsOf(policy).contains(QLatin1String("others than root can write")));

        // The file of another user.
        policy = PolicyFolder(folder(), QFileInfo(folder()).ownerId() + 1, m_dir->path()).read();
        QVERIFY(policy.names().isEmpty());
        QCOMPARE(policy.faults().size(), 2);

        // A folder that others can write: they could put another file in the place of this one.
        QVERIFY(QFile::remove(loose));
        QVERIFY(read().faults().isEmpty());
        QVERIFY(QFile::setPermissions(folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::WriteOther));
        QVERIFY(read().names().isEmpty());
        QCOMPARE(read().faults().size(), 1);
    }

    void aLinkIsAsGoodAsWhatItPointsTo()
    {
        const QString elsewhere = m_dir->filePath(QStringLiteral("elsewhere"));
        QVERIFY(QDir().mkpath(elsewhere));
        QFile target(elsewhere + QStringLiteral("/site.ini"));
        QVERIFY(target.open(QIODevice::WriteOnly) && target.write("history_days = 5\n") > 0);
        target.close();
        QVERIFY(target.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(QFile::link(target.fileName(), folder() + QStringLiteral("/a.ini")));
        QVERIFY(QFile::setPermissions(elsewhere, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QCOMPARE(read().number(policy_name::historyDays), 5);
        QVERIFY(QFile::setPermissions(elsewhere, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::WriteOther));
        QVERIFY(!read().isSet(policy_name::historyDays));
        QVERIFY(QFile::remove(target.fileName()));
        QVERIFY(QFile::setPermissions(elsewhere, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY2(!read().faults().isEmpty(), "a link to nothing is named");
    }

    void noVariableSwitchesItOff()
    {
        // What the machine's policy is does not depend on anything that an agent can set.
        const QStringList names = Policy::ofThisMachine().names();
        for (const char *name : {"LIAISON_POLICY", "LIAISON_POLICY_DIR", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "HOME"})
            qputenv(name, m_dir->path().toUtf8());
        QCOMPARE(Policy::ofThisMachine().names(), names);
        QVERIFY(QByteArray(PolicyFolder::systemFolder).startsWith("/etc/"));
    }

    void theRegistrysLayout()
    {
        // The same layout as in the registry: numbers as numbers, a list as a key with one value an entry.
        QSettings settings(m_dir->filePath(QStringLiteral("registry.ini")), QSettings::IniFormat);
        settings.setValue(QStringLiteral("history_days"), 30);
        settings.setValue(QStringLiteral("sign_in_remember"), 0);
        settings.setValue(QStringLiteral("hub_url"), QStringLiteral("https://desk.example.com"));
        settings.setValue(QStringLiteral("masking_rules/1"), QStringLiteral("\\d{16}"));
        settings.setValue(QStringLiteral("masking_rules/2"), QStringLiteral("[A-Z]\\d+"));
        settings.setValue(QStringLiteral("theme"), QStringLiteral("blue"));
        settings.setValue(QStringLiteral("other"), 1);
        const Policy policy = PolicyRegistry::readFrom(settings, QStringLiteral("HKLM\\Software\\Policies\\Liaison"));
        QCOMPARE(policy.number(policy_name::historyDays), 30);
        QCOMPARE(policy.flag(policy_name::signInRemember), false);
        QCOMPARE(policy.list(policy_name::maskingRules), (QStringList{QStringLiteral("\\d{16}"), QStringLiteral("[A-Z]\\d+")}));
        QCOMPARE(policy.faults().size(), 2);
        QVERIFY2(faultsOf(policy).contains(QLatin1String("Liaison\\theme: theme")), qPrintable(faultsOf(policy)));
    }
};

QTEST_GUILESS_MAIN(PolicyTest)
#include "tst_policy.moc"
