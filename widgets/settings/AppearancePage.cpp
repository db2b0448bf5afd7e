// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/AppearancePage.h"

#include "widgets/settings/Autostart.h"
#include "widgets/settings/Preferences.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

namespace liaison {

namespace {

/// A combo box over pairs of data and words, with the current one chosen.
QComboBox *choice(QWidget *parent, const QString &name, const QList<QPair<QVariant, QString>> &choices, const QVariant &current)
{
    auto *box = new QComboBox(parent);
    box->setAccessibleName(name);
    for (const auto &[data, words] : choices)
        box->addItem(words, data);
    box->setCurrentIndex(qMax(0, box->findData(current)));
    return box;
}

} // namespace

AppearancePage::AppearancePage(Preferences *preferences, QWidget *parent) : QWidget(parent)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setVerticalSpacing(12);
    form->setHorizontalSpacing(16);

    auto *language = choice(this, tr("Language"),
                            {{QString(), tr("As the system")},
                             {QStringLiteral("zh"), QStringLiteral("中文")},
                             {QStringLiteral("en"), QStringLiteral("English")}},
                            preferences->language());
    connect(language, &QComboBox::activated, this, [=] { preferences->setLanguage(language->currentData().toString()); });
    addSetting(form, tr("Language"), language, preferences->isManaged(policy_name::language));

    auto *theme = choice(this, tr("Theme"),
                         {{int(Theme::Mode::System), tr("As the system")},
                          {int(Theme::Mode::Light), tr("Light")},
                          {int(Theme::Mode::Dark), tr("Dark")}},
                         int(preferences->theme()));
    connect(theme, &QComboBox::activated, this, [=] { preferences->setTheme(Theme::Mode(theme->currentData().toInt())); });
    addSetting(form, tr("Theme"), theme, preferences->isManaged(policy_name::theme));

    auto *density = choice(this, tr("Density"),
                           {{int(Theme::Density::Comfortable), tr("Comfortable")}, {int(Theme::Density::Compact), tr("Compact")}},
                           int(preferences->density()));
    connect(density, &QComboBox::activated, this,
            [=] { preferences->setDensity(Theme::Density(density->currentData().toInt())); });
    addSetting(form, tr("Density"), density, preferences->isManaged(policy_name::density));

    auto *sounds = new QCheckBox(tr("Play a sound for offers and new messages"), this);
    sounds->setChecked(preferences->sounds());
    addSetting(form, tr("Sounds"), sounds, preferences->isManaged(policy_name::sounds));

    auto *volume = new QSlider(Qt::Horizontal, this);
    volume->setAccessibleName(tr("Volume"));
    volume->setRange(0, 100);
    volume->setPageStep(10);
    volume->setValue(preferences->volume());
    volume->setEnabled(preferences->sounds());
    auto *attempt = new QPushButton(tr("Try it"), this);
    attempt->setAccessibleName(tr("Play the sound"));
    attempt->setEnabled(preferences->sounds());
    auto *row = new QHBoxLayout;
    row->addWidget(volume, 1);
    row->addWidget(attempt);
    form->addRow(tr("Volume"), row);

    if (Autostart::isSupported()) {
        auto *atLogIn = new QCheckBox(tr("Start when I log in to this computer"), this);
        atLogIn->setChecked(Autostart::isOn());
        form->addRow(tr("Start"), atLogIn);
        connect(atLogIn, &QCheckBox::toggled, this, [this, atLogIn](bool on) {
            QString error;
            if (Autostart::set(on, &error))
                return;
            const QSignalBlocker quiet(atLogIn);
            atLogIn->setChecked(Autostart::isOn());
            auto *box = new QMessageBox(QMessageBox::Warning, QStringLiteral("Liaison"),
                                        tr("This could not be set: %1").arg(error), QMessageBox::NoButton, this);
            box->addButton(tr("Close"), QMessageBox::RejectRole);
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->setTextFormat(Qt::PlainText);
            box->open();
        });
    }

    connect(sounds, &QCheckBox::toggled, this, [=](bool on) {
        preferences->setSounds(on);
        volume->setEnabled(on);
        attempt->setEnabled(on);
    });
    connect(volume, &QSlider::valueChanged, preferences, &Preferences::setVolume);
    connect(attempt, &QPushButton::clicked, this, &AppearancePage::soundTried);
}

void AppearancePage::addSetting(QFormLayout *form, const QString &label, QWidget *field, bool managed)
{
    if (!managed) {
        form->addRow(label, field);
        return;
    }
    // The note stands below the field; a screen reader says it with the field.
    const QString note = tr("Set by your organisation");
    field->setEnabled(false);
    field->setAccessibleDescription(note);
    field->setToolTip(note);
    auto *words = new QLabel(note, this);
    words->setTextFormat(Qt::PlainText);
    words->setFont(Theme::instance().font(FontRole::Secondary));
    words->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(field);
    column->addWidget(words);
    form->addRow(label, column);
    if (auto *name = qobject_cast<QLabel *>(form->labelForField(column)))
        name->setBuddy(field);
}

} // namespace liaison
