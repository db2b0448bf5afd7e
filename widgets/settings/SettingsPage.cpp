// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/SettingsPage.h"
#include "models/session/Session.h"
#include "widgets/settings/CannedRepliesEditor.h"
#include "widgets/settings/Preferences.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QSysInfo>
#include <QTimer>
#include <QVBoxLayout>

namespace liaison {

namespace {
QComboBox *choice(const QString &name, const QList<std::pair<QString, QVariant>> &values, const QVariant &now, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setAccessibleName(name);
    for (const auto &[words, value] : values)
        box->addItem(words, value);
    box->setCurrentIndex(qMax(0, box->findData(now)));
    box->setMinimumWidth(220);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return box;
}
} // namespace

SettingsPage::SettingsPage(Session *session, Preferences *preferences, QWidget *parent)
    : QWidget(parent), m_session(session), m_preferences(preferences), m_diagnostics(new QLabel(this))
{
    setAccessibleName(tr("Settings"));
    auto *body = new QWidget;
    body->setMaximumWidth(860);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(32, 24, 32, 32);
    column->setSpacing(12);
    auto *title = new QLabel(tr("Settings"), body);
    title->setFont(Theme::instance().font(FontRole::Heading));
    column->addWidget(title);

    auto *looks = new QFormLayout;
    section(column, tr("Appearance"))->addLayout(looks);
    auto *language = choice(tr("Language"),
                            {{tr("As the system"), QString()},
                             {QStringLiteral("中文"), QStringLiteral("zh")},
                             {QStringLiteral("English"), QStringLiteral("en")}},
                            preferences->language(), body);
    looks->addRow(tr("Language"), language);
    connect(language, &QComboBox::activated, this,
            [this, language] { m_preferences->setLanguage(language->currentData().toString()); });
    auto *theme = choice(tr("Colours"),
                         {{tr("As the system"), int(Theme::Mode::System)},
                          {tr("Light"), int(Theme::Mode::Light)},
                          {tr("Dark"), int(Theme::Mode::Dark)}},
                         int(preferences->themeMode()), body);
    looks->addRow(tr("Colours"), theme);
    connect(theme, &QComboBox::activated, this,
            [this, theme] { m_preferences->setThemeMode(static_cast<Theme::Mode>(theme->currentData().toInt())); });
    auto *density = choice(tr("Rows of lists"),
                           {{tr("Comfortable"), int(Theme::Density::Comfortable)}, {tr("Compact"), int(Theme::Density::Compact)}},
                           int(preferences->density()), body);
    looks->addRow(tr("Rows of lists"), density);
    connect(density, &QComboBox::activated, this,
            [this, density] { m_preferences->setDensity(static_cast<Theme::Density>(density->currentData().toInt())); });
    auto *target = new QCheckBox(tr("Say above the list how soon a reply is expected"), body);
    target->setAccessibleName(target->text());
    target->setChecked(preferences->showsTarget());
    looks->addRow(QString(), target);
    connect(target, &QCheckBox::toggled, preferences, &Preferences::setShowsTarget);

    auto *sound = new QFormLayout;
    section(column, tr("Sounds"))->addLayout(sound);
    auto *sounds = new QCheckBox(tr("A sound for offers and for messages in other conversations"), body);
    sounds->setAccessibleName(sounds->text());
    sounds->setChecked(preferences->sounds());
    sound->addRow(QString(), sounds);
    auto *volume = new QSlider(Qt::Horizontal, body);
    volume->setAccessibleName(tr("Volume"));
    volume->setRange(0, 100);
    volume->setValue(preferences->volume());
    volume->setFixedWidth(220);
    volume->setEnabled(preferences->sounds());
    auto *listen = new QPushButton(tr("Listen"), body);
    listen->setAccessibleName(tr("Listen to the sound of an offer"));
    auto *volumeRow = new QHBoxLayout;
    volumeRow->addWidget(volume);
    volumeRow->addWidget(listen);
    volumeRow->addStretch();
    sound->addRow(tr("Volume"), volumeRow);
    connect(sounds, &QCheckBox::toggled, preferences, &Preferences::setSounds);
    connect(sounds, &QCheckBox::toggled, volume, &QWidget::setEnabled);
    connect(volume, &QSlider::valueChanged, preferences, &Preferences::setVolume);
    connect(listen, &QPushButton::clicked, this, &SettingsPage::soundTestWanted);

    section(column, tr("Canned replies"))->addWidget(new CannedRepliesEditor(session, body));

    QVBoxLayout *about = section(column, tr("About and diagnostics"));
    m_diagnostics->setTextFormat(Qt::PlainText);
    m_diagnostics->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_diagnostics->setWordWrap(true);
    m_diagnostics->setForegroundRole(QPalette::WindowText);
    about->addWidget(m_diagnostics);
    auto *copy = new QPushButton(tr("Copy for support"), body);
    copy->setAccessibleName(copy->text());
    about->addWidget(copy, 0, Qt::AlignLeft);
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(diagnostics()); });
    column->addStretch();

    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Settings"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(body);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);

    connect(session, &Session::syncChanged, this, &SettingsPage::updateDiagnostics);
    updateDiagnostics();
}

QVBoxLayout *SettingsPage::section(QVBoxLayout *column, const QString &title)
{
    column->addSpacing(8);
    auto *head = new QLabel(title);
    head->setFont(Theme::instance().font(FontRole::BodyStrong));
    column->addWidget(head);
    auto *line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    line->setFixedHeight(1);
    column->addWidget(line);
    auto *inner = new QVBoxLayout;
    column->addLayout(inner);
    return inner;
}

void SettingsPage::updateDiagnostics()
{
    if (isVisible() || m_diagnostics->text().isEmpty())
        m_diagnostics->setText(diagnostics());
}

QString SettingsPage::diagnostics() const
{
    const SyncState sync = m_session->sync();
    const auto phase = [&] {
        switch (sync.phase) {
        case LinkPhase::Stopped: return tr("stopped");
        case LinkPhase::Waiting: return tr("waiting to try again");
        case LinkPhase::Connecting: return tr("connecting");
        case LinkPhase::Replaying: return tr("catching up");
        case LinkPhase::Live: return tr("up to date");
        }
        return QString();
    }();
    QStringList lines;
    lines << tr("Liaison %1, Qt %2, %3")
                 .arg(QStringLiteral(LIAISON_VERSION), QString::fromLatin1(qVersion()), QSysInfo::prettyProductName());
    lines << tr("Signed in as %1 (%2)").arg(m_session->me().display, m_session->me().role);
    lines << tr("Link: %1").arg(phase);
    if (sync.roundTripMs >= 0)
        lines << tr("Round trip: %1 ms").arg(sync.roundTripMs);
    if (sync.inSyncAt > 0)
        lines << tr("Last in sync: %1").arg(QDateTime::fromMSecsSinceEpoch(sync.inSyncAt).toString(Qt::ISODate));
    lines << tr("Waiting to be sent: %1").arg(sync.toSend);
    lines << tr("Local history: %1").arg(sync.store.isError() ? sync.store.text() : tr("in order"));
    if (sync.store.isError() && !sync.store.detail.isEmpty())
        lines << sync.store.detail;
    return lines.join(QLatin1Char('\n'));
}

} // namespace liaison
