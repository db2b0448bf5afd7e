// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

class QLabel;

namespace liaison {

class PictureCanvas;

/// A picture of a conversation in a window of its own. Keys: + and − enlarge and reduce, 1 shows it pixel by pixel, 0 fits it, arrows
/// move it, Ctrl+S saves it, Esc closes. Decoding happens on a pool thread, with a limit on the pixels. GUI thread.
class PictureViewer : public QDialog
{
    Q_OBJECT
public:
    explicit PictureViewer(const QString &name, QWidget *parent = nullptr);

    void showData(const QByteArray &bytes);
    void showTrouble(const QString &words);
    PictureCanvas *canvas() const { return m_canvas; }

signals:
    void saveRequested();
    void shown(bool ok); ///< the picture is there, or could not be read

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    PictureCanvas *m_canvas;
    QLabel *m_scale;
};

} // namespace liaison
