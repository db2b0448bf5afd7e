// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QKeySequence>
#include <QLineEdit>

namespace liaison {

/// A line to search in: a lens in front, the keys that lead to it at the end, Escape empties it. GUI thread.
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(const QString &name, const QKeySequence &keys = {}, QWidget *parent = nullptr);

signals:
    /// Down, Up, Return and Escape belong to the list of results while there is one.
    void keyForResults(QKeyEvent *event);
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    QString m_keys;
};

} // namespace liaison
