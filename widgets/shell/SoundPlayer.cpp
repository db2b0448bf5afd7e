// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/SoundPlayer.h"
#include "widgets/settings/Preferences.h"

#include <QAudioDevice>
#include <QMediaDevices>
#include <QSoundEffect>
#include <QUrl>

namespace liaison {

SoundPlayer::SoundPlayer(Preferences *preferences, QObject *parent) : QObject(parent), m_preferences(preferences) {}

void SoundPlayer::playOffer() { play(QStringLiteral("offer.wav"), false); }

void SoundPlayer::playMessage() { play(QStringLiteral("message.wav"), false); }

void SoundPlayer::play(const QString &file, bool anyway)
{
    if (!m_preferences->sounds() && !anyway)
        return;
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull()) {
        if (!s_said) {
            s_said = true;
            emit noDevice();
        }
        return;
    }
    // Asked for anew each time: headsets come and go.
    if (!m_effect || m_effect->audioDevice() != device) {
        delete m_effect;
        m_effect = new QSoundEffect(device, this);
    }
    m_effect->setSource(QUrl(QStringLiteral("qrc:/sounds/") + file));
    m_effect->setVolume(float(m_preferences->volume()) / 100.0F);
    m_effect->play();
}

} // namespace liaison
