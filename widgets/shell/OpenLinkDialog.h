// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>
#include <QUrl>

namespace liaison {

/// Asks before an address from a customer's message is opened, and shows where it really leads. GUI thread.
class OpenLinkDialog : public QDialog
{
    Q_OBJECT
public:
    explicit OpenLinkDialog(const QUrl &url, QWidget *parent = nullptr);
    /// Asks; opens the address in the system's browser if the agent agrees. Only http, https and mailto ever open.
    static void ask(const QUrl &url, QWidget *parent);
    /// The host as it is on the wire, so that a look-alike letter shows.
    static QString trueHost(const QUrl &url);
};

} // namespace liaison
