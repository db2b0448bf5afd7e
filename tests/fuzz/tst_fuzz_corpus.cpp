// SPDX-License-Identifier: GPL-3.0-or-later
// Every kept input once through its target, without a fuzzer: what was found once stays found, and the targets stay alive.
#include "tests/fuzz/FuzzTarget.h"

#include <QDir>
#include <QTest>

using namespace liaison::fuzz;

class tst_fuzz_corpus : public QObject
{
    Q_OBJECT
private slots:
    void everyTargetHasACorpus();
    void everyInput_data();
    void everyInput();
};

namespace {
const QString corpus = QStringLiteral(LIAISON_FUZZ_CORPUS);
}

void tst_fuzz_corpus::everyTargetHasACorpus()
{
    QStringList folders;
    for (const auto &[name, target] : targets())
        folders.append(QString::fromStdString(name));
    QCOMPARE(QDir(corpus).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name), folders);
}

void tst_fuzz_corpus::everyInput_data()
{
    QTest::addColumn<QString>("target");
    for (const auto &[name, target] : targets()) {
        const QString folder = QString::fromStdString(name);
        QVERIFY(!QDir(corpus + u'/' + folder).isEmpty(QDir::Files));
        QTest::newRow(name.c_str()) << folder;
    }
}

void tst_fuzz_corpus::everyInput()
{
    QFETCH(QString, target);
    const Target run = targets().at(target.toStdString());
    const QDir folder(corpus + u'/' + target);
    const QStringList names = folder.entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
        const QByteArray input = file.readAll();
        // Said beforehand: a broken promise ends the program, and this line names the input.
        std::fprintf(stderr, "%s/%s\n", qPrintable(target), qPrintable(name));
        run(input);
    }
}

QTEST_GUILESS_MAIN(tst_fuzz_corpus)
#include "tst_fuzz_corpus.moc"
