// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/ThumbnailSource.h"

#include "widgets/conversation/MessageLayout.h"
#include "widgets/conversation/UntrustedPicture.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QImageReader>
#include <QPointer>
#include <QThreadPool>

namespace liaison {
namespace {

/// Five screens full; 4 MiB at most, four times that on a screen of double sharpness. What was put out is made again from the file's
/// bytes, of which Session keeps the newest, in a few milliseconds.
constexpr int mostKept = 24;

QImage readScaled(const QByteArray &data, const QString &path, const QSize &most)
{
    QBuffer buffer;
    buffer.setData(data);
    QImageReader reader;
    if (data.isEmpty())
        reader.setFileName(path);
    else
        reader.setDevice(&buffer);
    const QSize size = sizeIfDecodable(reader);
    if (!size.isValid())
        return {};
    if (size.width() > most.width() || size.height() > most.height())
        reader.setScaledSize(size.scaled(most, Qt::KeepAspectRatio).expandedTo({1, 1}));
    return reader.read();
}

} // namespace

ThumbnailSource::ThumbnailSource(Fetch fetch, QObject *parent) : QObject(parent), m_fetch(std::move(fetch)), m_kept(mostKept) {}

QPixmap ThumbnailSource::request(const FileRef &file, const QString &localFile)
{
    const QString key = file.id.isEmpty() ? localFile : file.id;
    if (const QPixmap *kept = m_kept.object(key))
        return *kept;
    if (key.isEmpty() || m_underWay.contains(key) || m_broken.contains(key))
        return {};
    m_underWay.insert(key);
    if (!localFile.isEmpty()) {
        read(key, {}, localFile);
    } else if (m_fetch) {
        m_fetch(file, this, [this, key](const QByteArray &data) {
            if (data.isEmpty())
                fail(key);
            else
                read(key, data, {});
        });
    } else {
        m_underWay.remove(key);
    }
    return {};
}

void ThumbnailSource::retryBroken()
{
    const QSet<QString> again = std::exchange(m_broken, {});
    for (const QString &id : again)
        emit arrived(id);
}

void ThumbnailSource::read(const QString &key, const QByteArray &data, const QString &path)
{
    // The pool's task knows this object only through a guard that is looked at on this thread.
    const QSize most = (QSizeF(MessageLayout::maxPicture) * qGuiApp->devicePixelRatio()).toSize(); // of the sharpest screen
    QThreadPool::globalInstance()->start([guard = QPointer<ThumbnailSource>(this), key, data, path, most] {
        QImage image = readScaled(data, path, most);
        QMetaObject::invokeMethod(
            qApp,
            [guard, key, image = std::move(image)] {
                if (!guard)
                    return;
                if (image.isNull()) {
                    guard->fail(key);
                    return;
                }
                guard->m_underWay.remove(key);
                guard->m_kept.insert(key, new QPixmap(QPixmap::fromImage(image)));
                emit guard->arrived(key);
            },
            Qt::QueuedConnection);
    });
}

void ThumbnailSource::fail(const QString &key)
{
    m_underWay.remove(key);
    m_broken.insert(key);
    emit arrived(key);
}

} // namespace liaison
