// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/UpdateBar.h"

#include <QLocale>
#include <QPushButton>

namespace liaison {

using update::UpdateService;

UpdateBar::UpdateBar(QWidget *parent) : Band(parent)
{
    addChoice(tr("When I sign out"), tr("Update when I sign out"));
    addChoice(tr("Now"), tr("Update now"));
    addChoice(tr("Later"), tr("Update later"));
    connect(m_choices[0], &QPushButton::clicked, this, [this] { m_updates->choose(UpdateService::Choice::AtSignOut); });
    connect(m_choices[1], &QPushButton::clicked, this, &UpdateBar::nowWanted);
    connect(m_choices[2], &QPushButton::clicked, this, [this] { m_updates->choose(UpdateService::Choice::Later); });
    connect(this, &Band::closed, this, [this] { m_updates->choose(UpdateService::Choice::Later); });
}

QPushButton *UpdateBar::addChoice(const QString &words, const QString &name)
{
    QPushButton *button = addButton(words);
    button->setAccessibleName(name);
    m_choices.append(button);
    return button;
}

void UpdateBar::setUpdates(UpdateService *updates)
{
    m_updates = updates;
    connect(updates, &UpdateService::changed, this, &UpdateBar::refresh);
    refresh();
}

void UpdateBar::refresh()
{
    if (!m_updates->wantsAnswer()) {
        showText({}, Tone::Information);
        return;
    }
    const QString version = m_updates->readyVersion();
    const bool own = m_updates->canInstall();
    const QString notes = m_updates->notes(QLocale().name().left(2)).section(QLatin1Char('\n'), 0, 0);
    const QString words = own ? tr("Liaison %1 is ready to be installed. %2")
                              : tr("Liaison %1 is available. The administrator of this computer can install it. %2");
    showText(words.arg(version, notes).trimmed(), Tone::Information, {}, !own);
    for (QPushButton *choice : std::as_const(m_choices))
        choice->setVisible(own);
}

} // namespace liaison
