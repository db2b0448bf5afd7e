// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QHash>
#include <QString>

namespace liaison::hub {

/// The customer's page as it is compiled into the hub: HTML, scripts, style sheets and pictures by the path they are served
/// under. Read once when constructed; after that any thread.
class PageStore
{
public:
    struct Page
    {
        QByteArray bytes;
        QByteArray mime;
        QByteArray etag; ///< with its quotes
    };

    /// `values` take the place of {{name}} in HTML pages, escaped.
    explicit PageStore(const QHash<QByteArray, QString> &values = {});
    /// The page at "/", "/chat", "/widget.js" or "/assets/<name>"; null if there is none.
    const Page *find(const QString &path) const;

private:
    QHash<QString, Page> m_pages;
};

} // namespace liaison::hub
