// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPointer>
#include <QStringList>
#include <QWidget>

class QLineEdit;
class QMenu;
class QToolButton;

namespace liaison {

class FlowLayout;

/// A customer's tags: a chip each (activating one asks to remove it) and a button to add one. GUI thread.
class TagRow : public QWidget
{
    Q_OBJECT
public:
    explicit TagRow(QWidget *parent = nullptr);
    void setTags(const QStringList &tags);
    /// Drops a tag that is being typed and closes a tag's menu: another customer is shown from here on.
    void abandon();

signals:
    void added(const QString &tag);
    void removed(const QString &tag);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void finish(bool store);

    QStringList m_tags;
    FlowLayout *m_flow;
    QLineEdit *m_edit;
    QToolButton *m_add;
    QList<QWidget *> m_chips;
    QPointer<QMenu> m_menu; ///< of a chip, while it is open
};

} // namespace liaison
