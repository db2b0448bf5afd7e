// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/OpenLinkDialog.h"
#include "widgets/conversation/MessageText.h"
#include "widgets/theme/Theme.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace liaison {

QString OpenLinkDialog::trueHost(const QUrl &url)
{
    return url.scheme() == QLatin1String("mailto") ? neutralised(url.path()) : url.host(QUrl::FullyEncoded);
}

OpenLinkDialog::OpenLinkDialog(const QUrl &url, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Open this address?"));
    setMinimumWidth(420);
    auto *title = new QLabel(tr("This leads to %1").arg(trueHost(url)), this);
    title->setFont(Theme::instance().font(FontRole::Heading));
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    auto *whole = new QLabel(url.toString(QUrl::FullyEncoded), this);
    whole->setTextFormat(Qt::PlainText);
    whole->setWordWrap(true);
    whole->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *warning = new QLabel(this);
    warning->setTextFormat(Qt::PlainText);
    warning->setWordWrap(true);
    warning->setFont(Theme::instance().font(FontRole::BodyStrong));
    if (mixesScripts(url))
        warning->setText(tr("Careful: this name mixes letters of different writings, as names do that imitate another address."));
    else if (isForeignHost(url))
        warning->setText(tr("This name is written with letters that can look like others; shown above is what it truly is."));
    warning->setAccessibleName(warning->text());
    warning->setVisible(!warning->text().isEmpty());
    auto *hint = new QLabel(tr("The customer sent this address. Open it only if you expect it."), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    hint->setWordWrap(true);
    auto *no = new QPushButton(tr("Cancel"), this);
    auto *yes = new QPushButton(tr("Open in the browser"), this);
    no->setDefault(true);
    for (QPushButton *button : {no, yes})
        button->setAccessibleName(button->text());
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(yes);
    buttons->addWidget(no);
    auto *column = new QVBoxLayout(this);
    column->addWidget(title);
    column->addWidget(whole);
    column->addWidget(warning);
    column->addWidget(hint);
    column->addLayout(buttons);
    connect(no, &QPushButton::clicked, this, &QDialog::reject);
    connect(yes, &QPushButton::clicked, this, &QDialog::accept);
}

void OpenLinkDialog::ask(const QUrl &url, QWidget *parent)
{
    static const QStringList allowed{QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("mailto")};
    if (!url.isValid() || !allowed.contains(url.scheme().toLower()))
        return;
    OpenLinkDialog dialog(url, parent);
    if (dialog.exec() == QDialog::Accepted)
        QDesktopServices::openUrl(url);
}

} // namespace liaison
