// SPDX-License-Identifier: GPL-3.0-or-later
// What is written from the table is up to date, and the templates for Group Policy are what Microsoft's schema asks for.
#include "models/policy/PolicyDocuments.h"
#include "models/policy/PolicyFolder.h"

#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace liaison;
using Tongue = PolicyDocuments::Tongue;

namespace {
/// An element with everything in it.
struct Element
{
    QString name;
    QHash<QString, QString> attributes;
    QList<Element> children;
    QString text;

    QString attribute(const char *key) const { return attributes.value(QLatin1String(key)); }
    QStringList childNames() const
    {
        QStringList names;
        for (const Element &child : children)
            names.append(child.name);
        return names;
    }
    const Element *child(const char *wanted) const
    {
        for (const Element &each : children) {
            if (each.name == QLatin1String(wanted))
                return &each;
        }
        return nullptr;
    }
};

Element readElement(QXmlStreamReader &xml)
{
    Element element;
    element.name = xml.name().toString();
    for (const QXmlStreamAttribute &attribute : xml.attributes())
        element.attributes.insert(attribute.name().toString(), attribute.value().toString());
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement())
            element.children.append(readElement(xml));
        else if (xml.isCharacters())
            element.text += xml.text();
        else if (xml.isEndElement())
            break;
    }
    return element;
}

QByteArray fileOf(const QString &path)
{
    QFile file(QStringLiteral(LIAISON_SOURCE_DIR "/") + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
} // namespace

class PolicyDocumentsTest : public QObject
{
    Q_OBJECT

    static Element parse(const QByteArray &bytes)
    {
        QXmlStreamReader xml(bytes);
        Element root;
        if (xml.readNextStartElement())
            root = readElement(xml);
        while (!xml.atEnd())
            xml.readNext();
        if (xml.hasError())
            qFatal("not well formed: %s", qPrintable(xml.errorString()));
        return root;
    }

private slots:
    void everyFileIsUpToDate()
    {
        const QString hint = QStringLiteral("run ./dev policy");
        const QString guide = QString::fromUtf8(fileOf(QStringLiteral("docs/administrator.md")));
        const QString begin = QLatin1String(PolicyDocuments::beginMark) + QLatin1Char('\n');
        const qsizetype from = guide.indexOf(begin);
        QVERIFY2(from >= 0, "docs/administrator.md has no place for the table");
        const qsizetype to = guide.indexOf(QLatin1String(PolicyDocuments::endMark), from);
        QVERIFY2(guide.mid(from + begin.size(), to - from - begin.size()) == PolicyDocuments::markdown(), qPrintable(hint));
        const QString windows = QStringLiteral("packaging/windows/policy/");
        QVERIFY2(fileOf(windows + QStringLiteral("Liaison.admx")) == PolicyDocuments::admx(), qPrintable(hint));
        QVERIFY2(fileOf(windows + QStringLiteral("en-US/Liaison.adml")) == PolicyDocuments::adml(Tongue::English),
                 qPrintable(hint));
        QVERIFY2(fileOf(windows + QStringLiteral("zh-CN/Liaison.adml")) == PolicyDocuments::adml(Tongue::Chinese),
                 qPrintable(hint));
        QVERIFY2(fileOf(QStringLiteral("packaging/linux/policy-example.ini")) == PolicyDocuments::exampleFile().toUtf8(),
                 qPrintable(hint));
    }

    void theExampleIsAPolicyWithoutAFault()
    {
        // As it is it lays down nothing; with the marks of comment taken away it is a policy with every key.
        for (const bool on : {false, true}) {
            QTemporaryDir dir;
            QString text = PolicyDocuments::exampleFile();
            if (on)
                text.replace(QRegularExpression(QStringLiteral("^#(?=\\S)"), QRegularExpression::MultilineOption), QString());
            QFile file(dir.filePath(QStringLiteral("a.ini")));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0);
            file.close();
            const Policy policy = PolicyFolder(dir.path(), QFileInfo(dir.path()).ownerId(), dir.path()).read();
            QVERIFY2(policy.faults().isEmpty(),
                     qPrintable(policy.faults().isEmpty() ? QString() : policy.faults().first().text()));
            QCOMPARE(policy.names().size(), on ? PolicyTable::keys().size() : 0);
        }
    }

    void theTableNamesEveryKey()
    {
        for (const PolicyKey &key : PolicyTable::keys())
            QVERIFY2(PolicyDocuments::markdown().contains(QLatin1String("| `") + key.name + QLatin1String("` |")),
                     qPrintable(key.name));
    }

    void everyKeyHasAPolicyElement()
    {
        const Element root = parse(PolicyDocuments::admx());
        QCOMPARE(root.name, QStringLiteral("policyDefinitions"));
        QCOMPARE(root.attribute("revision"), QStringLiteral("1.0"));
        QCOMPARE(root.attribute("schemaVersion"), QStringLiteral("1.0"));
        // The schema is a sequence.
        QCOMPARE(root.childNames(), (QStringList{"policyNamespaces", "resources", "supportedOn", "categories", "policies"}));
        QVERIFY(!root.child("policyNamespaces")->child("target")->attribute("prefix").isEmpty());
        QSet<QString> supported;
        for (const Element &definition : root.child("supportedOn")->child("definitions")->children)
            supported.insert(definition.attribute("name"));
        QSet<QString> categories;
        for (const Element &category : root.child("categories")->children) {
            categories.insert(category.attribute("name"));
            if (const Element *parent = category.child("parentCategory"))
                QVERIFY(categories.contains(parent->attribute("ref")));
        }
        const QList<Element> policies = root.child("policies")->children;
        QCOMPARE(policies.size(), PolicyTable::keys().size());
        for (qsizetype i = 0; i < policies.size(); ++i) {
            const PolicyKey &key = PolicyTable::keys().at(i);
            const Element &policy = policies.at(i);
            QCOMPARE(policy.name, QStringLiteral("policy"));
            QCOMPARE(policy.attribute("name"), key.name);
            QCOMPARE(policy.attribute("class"), QStringLiteral("Machine"));
            QCOMPARE(policy.attribute("key"), QStringLiteral("Software\\Policies\\Liaison"));
            QVERIFY(categories.contains(policy.child("parentCategory")->attribute("ref")));
            QVERIFY(supported.contains(policy.child("supportedOn")->attribute("ref")));
            if (key.type == PolicyKey::Type::Bool) {
                QCOMPARE(policy.childNames(), (QStringList{"parentCategory", "supportedOn", "enabledValue", "disabledValue"}));
                QCOMPARE(policy.attribute("valueName"), key.name);
                QCOMPARE(policy.child("enabledValue")->child("decimal")->attribute("value"), QStringLiteral("1"));
                QCOMPARE(policy.child("disabledValue")->child("decimal")->attribute("value"), QStringLiteral("0"));
                continue;
            }
            QCOMPARE(policy.childNames(), (QStringList{"parentCategory", "supportedOn", "elements"}));
            QCOMPARE(policy.attribute("presentation"), QStringLiteral("$(presentation.%1)").arg(key.name));
            QCOMPARE(policy.child("elements")->children.size(), 1);
            const Element element = policy.child("elements")->children.first();
            QCOMPARE(element.attribute("id"), key.name);
            switch (key.type) {
            case PolicyKey::Type::Number:
                QCOMPARE(element.name, QStringLiteral("decimal"));
                QCOMPARE(element.attribute("minValue").toInt(), key.least);
                QCOMPARE(element.attribute("maxValue").toInt(), key.most);
                break;
            case PolicyKey::Type::Choice:
                QCOMPARE(element.name, QStringLiteral("enum"));
                QCOMPARE(element.children.size(), key.choices.size());
                for (qsizetype c = 0; c < key.choices.size(); ++c)
                    QCOMPARE(element.children.at(c).child("value")->child("string")->text, key.choices.at(c).value);
                break;
            case PolicyKey::Type::List:
                QCOMPARE(element.name, QStringLiteral("list"));
                QCOMPARE(element.attribute("key"), QStringLiteral("Software\\Policies\\Liaison\\") + key.name);
                QVERIFY(element.attributes.contains(QStringLiteral("valuePrefix")));
                continue;
            default: QCOMPARE(element.name, QStringLiteral("text")); break;
            }
            QCOMPARE(element.attribute("valueName"), key.name);
        }
    }

    void everyReferenceResolves_data()
    {
        QTest::addColumn<int>("tongue");
        QTest::newRow("en-US") << int(Tongue::English);
        QTest::newRow("zh-CN") << int(Tongue::Chinese);
    }
    void everyReferenceResolves()
    {
        QFETCH(int, tongue);
        const QByteArray admx = PolicyDocuments::admx();
        const Element root = parse(PolicyDocuments::adml(Tongue(tongue)));
        QCOMPARE(root.name, QStringLiteral("policyDefinitionResources"));
        QCOMPARE(root.childNames(), (QStringList{"displayName", "description", "resources"}));
        QCOMPARE(root.child("resources")->childNames(), (QStringList{"stringTable", "presentationTable"}));
        QSet<QString> strings;
        for (const Element &string : root.child("resources")->child("stringTable")->children) {
            QVERIFY2(!strings.contains(string.attribute("id")), qPrintable(string.attribute("id")));
            strings.insert(string.attribute("id"));
            QVERIFY(!string.text.trimmed().isEmpty());
        }
        QSet<QString> presentations;
        static const QHash<PolicyKey::Type, QString> controls{{PolicyKey::Type::Number, QStringLiteral("decimalTextBox")},
                                                              {PolicyKey::Type::Choice, QStringLiteral("dropdownList")},
                                                              {PolicyKey::Type::List, QStringLiteral("listBox")}};
        for (const Element &presentation : root.child("resources")->child("presentationTable")->children) {
            const QString id = presentation.attribute("id");
            presentations.insert(id);
            const PolicyKey *key = PolicyTable::find(id);
            QVERIFY2(key, qPrintable(id));
            QCOMPARE(presentation.children.size(), 1);
            const Element &control = presentation.children.first();
            QCOMPARE(control.name, controls.value(key->type, QStringLiteral("textBox")));
            QCOMPARE(control.attribute("refId"), id);
        }
        static const QRegularExpression reference(QStringLiteral("\\$\\((string|presentation)\\.([^)]+)\\)"));
        QSet<QString> used;
        for (auto it = reference.globalMatch(QString::fromUtf8(admx)); it.hasNext();) {
            const auto match = it.next();
            const bool string = match.captured(1) == QLatin1String("string");
            QVERIFY2((string ? strings : presentations).contains(match.captured(2)), qPrintable(match.captured(0)));
            if (string)
                used.insert(match.captured(2));
        }
        QCOMPARE(used, strings); // and none too many
    }
};

QTEST_GUILESS_MAIN(PolicyDocumentsTest)
#include "tst_policy_documents.moc"
