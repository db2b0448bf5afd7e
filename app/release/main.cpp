// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/release/ReleaseCommands.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QTextStream in(stdin);
    QTextStream out(stdout);
    QTextStream err(stderr);
    return liaison::release::ReleaseCommands(in, out, err).run(QCoreApplication::arguments().mid(1));
}
