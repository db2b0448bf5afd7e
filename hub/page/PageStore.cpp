// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/page/PageStore.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>

// Outside of any namespace, as the macro wants it: a static library's resources are not there by themselves.
static void initPageResource() { Q_INIT_RESOURCE(page); }

namespace liaison::hub {

namespace {

QByteArray mimeOf(const QString &name)
{
    if (name.endsWith(QLatin1String(".html")))
        return "text/html; charset=utf-8";
    if (name.endsWith(QLatin1String(".js")))
        return "text/javascript; charset=utf-8";
    if (name.endsWith(QLatin1String(".css")))
        return "text/css; charset=utf-8";
    if (name.endsWith(QLatin1String(".svg")))
        return "image/svg+xml";
    return "application/octet-stream";
}

} // namespace

PageStore::PageStore(const QHash<QByteArray, QString> &values)
{
    initPageResource();
    const QString root = QStringLiteral(":/hub/page");
    QDirIterator files(root, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        Page page;
        page.bytes = file.readAll();
        page.mime = mimeOf(file.fileName());
        if (page.mime.startsWith("text/html")) {
            for (auto it = values.cbegin(); it != values.cend(); ++it)
                page.bytes.replace("{{" + it.key() + "}}", it.value().toHtmlEscaped().toUtf8());
        }
        page.etag = '"' + QCryptographicHash::hash(page.bytes, QCryptographicHash::Sha256).toHex().left(24) + '"';
        QString path = file.fileName().mid(root.size());
        if (path == QLatin1String("/host.html"))
            path = QStringLiteral("/");
        else if (path == QLatin1String("/chat.html"))
            path = QStringLiteral("/chat");
        m_pages.insert(path, page);
    }
}

const PageStore::Page *PageStore::find(const QString &path) const
{
    const auto it = m_pages.constFind(path);
    return it == m_pages.constEnd() ? nullptr : &*it;
}

} // namespace liaison::hub
