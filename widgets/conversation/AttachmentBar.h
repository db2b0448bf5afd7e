// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QWidget>

class QLabel;
class QPushButton;

namespace liaison {

/// "Send 杯盖.jpg to 王女士?": what was dropped or pasted waits here for a second look, so that nothing goes to the wrong customer.
/// GUI thread.
class AttachmentBar : public QWidget
{
    Q_OBJECT
public:
    explicit AttachmentBar(QWidget *parent = nullptr);

    void ask(const QStringList &paths, const QString &customer);
    void ask(const QImage &picture, const QString &customer);
    void cancel();
    bool isAsking() const { return !m_paths.isEmpty() || !m_picture.isNull(); }
    const QStringList &paths() const { return m_paths; }

signals:
    void filesConfirmed(const QStringList &paths);
    void pictureConfirmed(const QImage &picture);
    void ended();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void confirm();
    void show(const QString &words, const QImage &preview);

    QStringList m_paths;
    QImage m_picture;
    QLabel *m_preview;
    QLabel *m_words;
    QPushButton *m_send;
    QPushButton *m_cancel;
};

} // namespace liaison
