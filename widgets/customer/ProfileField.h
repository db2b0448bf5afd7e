// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedLayout;

namespace liaison {

class ElidedLabel;
class IconButton;

/// One line of the profile: what it is, its value, and buttons to reveal (a masked one), copy and edit it. Enter stores, Escape does not.
/// GUI thread.
class ProfileField : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Plain, Phone, ReadOnly };

    ProfileField(const QString &label, Kind kind, QWidget *parent = nullptr);
    /// Does not disturb an edit that is under way.
    void setValue(const QString &value);
    QString value() const { return m_value; }
    void setLabel(const QString &label);
    bool isEditing() const;
    /// Stores what is being typed, as leaving the field does.
    void finishEdit() { endEdit(true); }

signals:
    void edited(const QString &value);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(bool revealed);
    void beginEdit();
    void endEdit(bool store);

    Kind m_kind;
    QString m_value;
    bool m_revealed = false;
    QLabel *m_label;
    QWidget *m_reading;
    ElidedLabel *m_shown;
    QLineEdit *m_edit;
    IconButton *m_reveal;
    IconButton *m_copy;
    IconButton *m_change;
    QStackedLayout *m_stack;
};

} // namespace liaison
