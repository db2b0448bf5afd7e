// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/ShellBench.h"
#include "widgets/controls/IconButton.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ShortcutsDialog.h"
#include "widgets/shell/SignInDialog.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSlider>
#include <QTabBar>
#include <QTextEdit>

using namespace liaison;
using namespace liaison::test;

namespace {
bool isControl(const QWidget *widget)
{
    // Parts of controls that Qt makes itself are reached through their control.
    if (widget->objectName().startsWith(QLatin1String("qt_")) || qobject_cast<const QScrollBar *>(widget))
        return false;
    if (const QWidget *parent = widget->parentWidget()) {
        if (qobject_cast<const QComboBox *>(parent) || qobject_cast<const QLineEdit *>(parent) ||
            qobject_cast<const QAbstractItemView *>(parent))
            return false;
        // The arrows that scroll the tabs.
        if (qobject_cast<const QTabBar *>(parent) && !qobject_cast<const IconButton *>(widget))
            return false;
    }
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QSlider *>(widget) ||
           qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QTextEdit *>(widget) ||
           qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTabBar *>(widget);
}

QString pathOf(const QWidget *widget)
{
    QStringList path;
    for (; widget; widget = widget->parentWidget())
        path.prepend(QString::fromLatin1(widget->metaObject()->className()));
    return path.join(QLatin1Char('/'));
}

/// What is wrong with the controls below `root`, one line each.
QStringList faults(QWidget *root)
{
    QStringList found;
    QSet<const QWidget *> reachable;
    const QWidget *widget = root;
    do {
        if (widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus))
            reachable.insert(widget);
        widget = widget->nextInFocusChain();
    } while (widget != root);
    for (QWidget *control : root->findChildren<QWidget *>()) {
        if (!isControl(control) || !control->isVisible())
            continue;
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(control);
        if (!face || face->role() == QAccessible::NoRole) {
            found << pathOf(control) + QStringLiteral(" has no role");
            continue;
        }
        if (face->text(QAccessible::Name).trimmed().isEmpty())
            found << pathOf(control) + QStringLiteral(" has no name");
        // Closing a tab is Ctrl+W and the tab's menu; one stop per tab is enough.
        const bool tabClose = control->parentWidget() && qobject_cast<QTabBar *>(control->parentWidget());
        if (control->isEnabled() && !tabClose && !reachable.contains(control) && !control->focusProxy())
            found << pathOf(control) + QStringLiteral(" (%1) cannot be reached by Tab").arg(face->text(QAccessible::Name));
    }
    return found;
}
} // namespace

class AccessibilityTest : public QObject
{
    Q_OBJECT

private slots:
    void everyControlOfTheWindowHasNameRoleAndFocus()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.window->openConversation(QStringLiteral("v1"));
        shell.offer(QStringLiteral("v9"), QStringLiteral("Dee"));
        QTRY_COMPARE(shell.window->offers().size(), 1);
        const QStringList wrong = faults(shell.window.get());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

    void otherPagesToo()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        for (const Rail::Page page : {Rail::Page::Queue, Rail::Page::Customers}) {
            shell.window->showPage(page);
            const QStringList wrong = faults(shell.window.get());
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
        }
    }

    void dialogsToo()
    {
        ShellBench shell;
        SignInDialog signIn(shell.preferences.get(), QStringLiteral("d1"));
        ShortcutsDialog keys;
        for (QDialog *dialog : std::initializer_list<QDialog *>{&signIn, &keys}) {
            dialog->show();
            const QStringList wrong = faults(dialog);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
        }
    }
};

QTEST_MAIN(AccessibilityTest)
#include "tst_accessibility.moc"
