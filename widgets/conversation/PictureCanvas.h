// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPixmap>
#include <QWidget>

namespace liaison {

/// One picture, fitted or enlarged, moved with the mouse or the arrow keys. GUI thread.
class PictureCanvas : public QWidget
{
    Q_OBJECT
public:
    explicit PictureCanvas(QWidget *parent = nullptr);

    void setPicture(const QPixmap &picture);
    void setWords(const QString &words); ///< instead of a picture
    void fit();
    /// 1 is one pixel of the picture for one of the screen; 0.05 … 16. The point `around` stays.
    void setScale(qreal scale, const QPointF &around);
    void setScale(qreal scale) { setScale(scale, QRectF(rect()).center()); }
    void moveBy(const QPointF &by);
    qreal scale() const;
    bool isFitted() const { return m_fitted; }

signals:
    void scaleChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    qreal fittingScale() const;

    QPixmap m_picture;
    QString m_words;
    bool m_fitted = true;
    qreal m_scale = 1;
    QPointF m_offset; ///< of the picture's middle from the canvas's
    QPointF m_grip;
};

} // namespace liaison
