// SPDX-License-Identifier: GPL-3.0-or-later
// The templates for Group Policy, of PolicyDocuments.
#include "models/policy/PolicyDocuments.h"

#include <QXmlStreamWriter>

namespace liaison {

namespace {
const QString registryKey = QStringLiteral("Software\\Policies\\Liaison");
const QString schemaNamespace = QStringLiteral("http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions");

QString supportedName(const QString &version) { return QStringLiteral("SUPPORTED_") + QString(version).replace(u'.', u'_'); }
QString stringRef(const QString &id) { return QStringLiteral("$(string.%1)").arg(id); }

QStringList versions()
{
    QStringList all;
    for (const PolicyKey &key : PolicyTable::keys()) {
        if (!all.contains(key.since))
            all.append(key.since);
    }
    return all;
}

/// A key with a value beside "on" and "off" needs an element, and words beside it.
bool hasElement(const PolicyKey &key) { return key.type != PolicyKey::Type::Bool; }

void begin(QXmlStreamWriter &xml, const QString &root)
{
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(root);
    xml.writeAttribute(QStringLiteral("xmlns:xsd"), QStringLiteral("http://www.w3.org/2001/XMLSchema"));
    xml.writeAttribute(QStringLiteral("xmlns:xsi"), QStringLiteral("http://www.w3.org/2001/XMLSchema-instance"));
    xml.writeAttribute(QStringLiteral("xmlns"), schemaNamespace);
    xml.writeAttribute(QStringLiteral("revision"), QStringLiteral("1.0"));
    xml.writeAttribute(QStringLiteral("schemaVersion"), QStringLiteral("1.0"));
}

void empty(QXmlStreamWriter &xml, const char *name, const QList<QPair<QString, QString>> &attributes)
{
    xml.writeEmptyElement(QLatin1String(name));
    for (const auto &[attribute, value] : attributes)
        xml.writeAttribute(attribute, value);
}

void writeValue(QXmlStreamWriter &xml, const char *name, int number)
{
    xml.writeStartElement(QLatin1String(name));
    empty(xml, "decimal", {{QStringLiteral("value"), QString::number(number)}});
    xml.writeEndElement();
}

void writeElements(QXmlStreamWriter &xml, const PolicyKey &key)
{
    const QString id = QStringLiteral("id");
    const QString valueName = QStringLiteral("valueName");
    const QString required = QStringLiteral("required");
    const QString yes = QStringLiteral("true");
    xml.writeStartElement(QStringLiteral("elements"));
    switch (key.type) {
    case PolicyKey::Type::Number:
        empty(xml, "decimal",
              {{id, key.name},
               {valueName, key.name},
               {required, yes},
               {QStringLiteral("minValue"), QString::number(key.least)},
               {QStringLiteral("maxValue"), QString::number(key.most)}});
        break;
    case PolicyKey::Type::List:
        // An empty prefix: the values are called 1, 2, 3 …
        empty(xml, "list",
              {{id, key.name},
               {QStringLiteral("key"), registryKey + u'\\' + key.name},
               {QStringLiteral("valuePrefix"), QString()}});
        break;
    case PolicyKey::Type::Choice:
        xml.writeStartElement(QStringLiteral("enum"));
        xml.writeAttribute(id, key.name);
        xml.writeAttribute(valueName, key.name);
        xml.writeAttribute(required, yes);
        for (const PolicyKey::Choice &choice : key.choices) {
            xml.writeStartElement(QStringLiteral("item"));
            xml.writeAttribute(QStringLiteral("displayName"), stringRef(key.name + u'_' + choice.value));
            xml.writeStartElement(QStringLiteral("value"));
            xml.writeTextElement(QStringLiteral("string"), choice.value);
            xml.writeEndElement();
            xml.writeEndElement();
        }
        xml.writeEndElement();
        break;
    case PolicyKey::Type::Text:
    case PolicyKey::Type::Url:
    case PolicyKey::Type::Path:
    case PolicyKey::Type::Bool:
        // 1023 is the most that the editor of Group Policy takes.
        empty(xml, "text",
              {{id, key.name}, {valueName, key.name}, {required, yes}, {QStringLiteral("maxLength"), QStringLiteral("1023")}});
        break;
    }
    xml.writeEndElement();
}

void writePolicy(QXmlStreamWriter &xml, const PolicyKey &key)
{
    xml.writeStartElement(QStringLiteral("policy"));
    xml.writeAttribute(QStringLiteral("name"), key.name);
    xml.writeAttribute(QStringLiteral("class"), QStringLiteral("Machine"));
    xml.writeAttribute(QStringLiteral("displayName"), stringRef(key.name));
    xml.writeAttribute(QStringLiteral("explainText"), stringRef(key.name + QLatin1String("_help")));
    xml.writeAttribute(QStringLiteral("key"), registryKey);
    if (hasElement(key))
        xml.writeAttribute(QStringLiteral("presentation"), QStringLiteral("$(presentation.%1)").arg(key.name));
    else
        xml.writeAttribute(QStringLiteral("valueName"), key.name);
    empty(xml, "parentCategory", {{QStringLiteral("ref"), key.category}});
    empty(xml, "supportedOn", {{QStringLiteral("ref"), supportedName(key.since)}});
    if (hasElement(key)) {
        writeElements(xml, key);
    } else {
        writeValue(xml, "enabledValue", 1);
        writeValue(xml, "disabledValue", 0);
    }
    xml.writeEndElement();
}

QString inTongue(const PolicyWords &words, PolicyDocuments::Tongue tongue)
{
    return tongue == PolicyDocuments::Tongue::Chinese ? words.chinese : words.english;
}

void writeString(QXmlStreamWriter &xml, const QString &id, const QString &text)
{
    xml.writeStartElement(QStringLiteral("string"));
    xml.writeAttribute(QStringLiteral("id"), id);
    xml.writeCharacters(text);
    xml.writeEndElement();
}

void writePresentation(QXmlStreamWriter &xml, const PolicyKey &key, PolicyDocuments::Tongue tongue)
{
    const QString refId = QStringLiteral("refId");
    const QString title = inTongue(key.title, tongue);
    xml.writeStartElement(QStringLiteral("presentation"));
    xml.writeAttribute(QStringLiteral("id"), key.name);
    switch (key.type) {
    case PolicyKey::Type::Number:
        xml.writeStartElement(QStringLiteral("decimalTextBox"));
        xml.writeAttribute(refId, key.name);
        xml.writeAttribute(QStringLiteral("defaultValue"), key.example);
        xml.writeCharacters(title + QStringLiteral(" (%1)").arg(inTongue(key.unit, tongue)));
        break;
    case PolicyKey::Type::Choice: {
        qsizetype first = 0;
        while (first + 1 < key.choices.size() && key.choices[first].value != key.example)
            ++first;
        xml.writeStartElement(QStringLiteral("dropdownList"));
        xml.writeAttribute(refId, key.name);
        xml.writeAttribute(QStringLiteral("noSort"), QStringLiteral("true"));
        xml.writeAttribute(QStringLiteral("defaultItem"), QString::number(first));
        xml.writeCharacters(title);
        break;
    }
    case PolicyKey::Type::List:
        xml.writeStartElement(QStringLiteral("listBox"));
        xml.writeAttribute(refId, key.name);
        xml.writeCharacters(title);
        break;
    case PolicyKey::Type::Text:
    case PolicyKey::Type::Url:
    case PolicyKey::Type::Path:
    case PolicyKey::Type::Bool:
        xml.writeStartElement(QStringLiteral("textBox"));
        xml.writeAttribute(refId, key.name);
        xml.writeTextElement(QStringLiteral("label"), title);
        break;
    }
    xml.writeEndElement();
    xml.writeEndElement();
}
} // namespace

QByteArray PolicyDocuments::admx()
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    begin(xml, QStringLiteral("policyDefinitions"));
    xml.writeStartElement(QStringLiteral("policyNamespaces"));
    empty(xml, "target",
          {{QStringLiteral("prefix"), QStringLiteral("liaison")},
           {QStringLiteral("namespace"), QStringLiteral("Liaison.Policies")}});
    xml.writeEndElement();
    empty(xml, "resources", {{QStringLiteral("minRequiredRevision"), QStringLiteral("1.0")}});
    xml.writeStartElement(QStringLiteral("supportedOn"));
    xml.writeStartElement(QStringLiteral("definitions"));
    for (const QString &version : versions())
        empty(xml, "definition",
              {{QStringLiteral("name"), supportedName(version)},
               {QStringLiteral("displayName"), stringRef(supportedName(version))}});
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeStartElement(QStringLiteral("categories"));
    empty(xml, "category",
          {{QStringLiteral("name"), QStringLiteral("liaison")},
           {QStringLiteral("displayName"), stringRef(QStringLiteral("category"))}});
    for (const PolicyCategory &category : PolicyTable::categories()) {
        xml.writeStartElement(QStringLiteral("category"));
        xml.writeAttribute(QStringLiteral("name"), category.id);
        xml.writeAttribute(QStringLiteral("displayName"), stringRef(QLatin1String("category_") + category.id));
        empty(xml, "parentCategory", {{QStringLiteral("ref"), QStringLiteral("liaison")}});
        xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeStartElement(QStringLiteral("policies"));
    for (const PolicyKey &key : PolicyTable::keys())
        writePolicy(xml, key);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
    return bytes;
}

QByteArray PolicyDocuments::adml(Tongue tongue)
{
    const bool chinese = tongue == Tongue::Chinese;
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    begin(xml, QStringLiteral("policyDefinitionResources"));
    xml.writeTextElement(QStringLiteral("displayName"), QStringLiteral("Liaison"));
    xml.writeTextElement(QStringLiteral("description"),
                         chinese ? QStringLiteral("Liaison 工作站的策略") : QStringLiteral("Policy of the Liaison workstation"));
    xml.writeStartElement(QStringLiteral("resources"));
    xml.writeStartElement(QStringLiteral("stringTable"));
    writeString(xml, QStringLiteral("category"), QStringLiteral("Liaison"));
    for (const QString &version : versions())
        writeString(xml, supportedName(version),
                    (chinese ? QStringLiteral("Liaison %1 或更高版本") : QStringLiteral("Liaison %1 or later")).arg(version));
    for (const PolicyCategory &category : PolicyTable::categories())
        writeString(xml, QLatin1String("category_") + category.id, inTongue(category.title, tongue));
    for (const PolicyKey &key : PolicyTable::keys()) {
        writeString(xml, key.name, inTongue(key.title, tongue));
        writeString(xml, key.name + QLatin1String("_help"), inTongue(key.what, tongue).remove(u'`'));
        for (const PolicyKey::Choice &choice : key.choices)
            writeString(xml, key.name + u'_' + choice.value, inTongue(choice.words, tongue));
    }
    xml.writeEndElement();
    xml.writeStartElement(QStringLiteral("presentationTable"));
    for (const PolicyKey &key : PolicyTable::keys()) {
        if (hasElement(key))
            writePresentation(xml, key, tongue);
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
    return bytes;
}

} // namespace liaison
