// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace liaison {

class IconButton;

/// One field of a profile: its name, its value, and what can be done with it (copy, change, show what is masked). GUI thread.
class ProfileFieldRow : public QWidget
{
    Q_OBJECT
public:
    ProfileFieldRow(const QString &name, bool masked, QWidget *parent = nullptr);
    /// The name as it now reads; the value is plain text.
    void setValue(const QString &value);
    void setEditable(bool editable);
    QString value() const { return m_value; }
    QString shown() const;

    /// 13800005512 → "138 **** 5512"; what is too short to hide anything is hidden whole.
    static QString mask(const QString &value);

signals:
    void edited(const QString &value);

private:
    void redraw();
    void startEdit();
    QString m_name;
    QString m_value;
    bool m_masked;
    bool m_revealed = false;
    bool m_editable = true;
    QLabel *m_label;
    QLabel *m_text;
    QLineEdit *m_line;
    QStackedWidget *m_stack;
    IconButton *m_reveal;
    IconButton *m_copy;
    IconButton *m_edit;
};

} // namespace liaison
