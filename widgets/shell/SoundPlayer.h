// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>

class QSoundEffect;

namespace liaison {

class Preferences;

/// The sounds of the program. Without a sound device it goes on silently and says so once. GUI thread.
class SoundPlayer : public QObject
{
    Q_OBJECT
public:
    explicit SoundPlayer(Preferences *preferences, QObject *parent = nullptr);
    /// An offer came.
    void playOffer();
    /// A customer wrote where the agent is not looking.
    void playMessage();

signals:
    void noDevice();

private:
    void play(const QString &file, bool anyway);
    Preferences *m_preferences;
    QSoundEffect *m_effect = nullptr;
    inline static bool s_said = false; ///< once is enough for a run of the program, also in a window built anew
};

} // namespace liaison
