// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPlainTextEdit>

namespace liaison {

/// The text field of a composer: plain text, two to eight lines high. It says which keys mean something and what was pasted or
/// dropped; it decides nothing. While an input method composes, no key means anything. GUI thread.
class ComposerEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    bool isComposing() const { return m_composing; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

signals:
    void sendKey(bool andNext);
    void escapeKey();
    void suggestionKey(int number); ///< Alt+1 … Alt+3
    void filesGiven(const QStringList &paths);
    void pictureGiven(const QImage &image);
    void focusChanged();
    void composingEnded(); ///< what was composed stands in the text, or was given up

public:
    /// Asked first for every key; true means it was used (the list of canned replies).
    std::function<bool(QKeyEvent *)> keyFilter;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();
    void setComposing(bool composing);
    bool m_composing = false;
    int m_lines = 2;
};

} // namespace liaison
