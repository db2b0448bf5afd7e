// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation/CheckCommand.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

namespace liaison {

CheckCommand::CheckCommand(const SelfChecks::Setup &setup, bool asJson, QObject *parent)
    : QObject(parent), m_checks(setup), m_asJson(asJson)
{
    connect(&m_checks, &SelfChecks::checked, this, [this](const SelfCheck &check) {
        m_done.append(check);
        if (!m_asJson)
            print(check);
    });
    connect(&m_checks, &SelfChecks::finished, this, [this](int failed) {
        if (m_asJson) {
            QJsonArray checks;
            for (const SelfCheck &check : std::as_const(m_done))
                checks.append(QJsonObject{{"number", check.number},
                                          {"id", check.id},
                                          {"title", check.title},
                                          {"outcome", toString(check.result.outcome)},
                                          {"words", check.result.words}});
            const QJsonObject whole{{"version", QStringLiteral(LIAISON_VERSION)}, {"failed", failed}, {"checks", checks}};
            QTextStream(stdout) << QString::fromUtf8(QJsonDocument(whole).toJson());
        }
        QCoreApplication::exit(failed > 0 ? 1 : 0);
    });
}

int CheckCommand::run()
{
    QMetaObject::invokeMethod(&m_checks, &SelfChecks::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

void CheckCommand::print(const SelfCheck &check)
{
    QTextStream(stdout) << QStringLiteral("%1  %2  %3: %4\n")
                               .arg(check.number, 2)
                               .arg(toString(check.result.outcome), -7)
                               .arg(check.title, check.result.words);
}

} // namespace liaison
