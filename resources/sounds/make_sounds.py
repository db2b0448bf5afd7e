#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the notification sounds once: soft sine tones with a quick attack and a long decay, 44.1 kHz mono 16 bit.

offer.wav    two rising tones, 0.55 s: a conversation is offered
message.wav  one short tone, 0.18 s: a customer wrote
"""
import math
import pathlib
import struct
import wave

RATE = 44100


def tones(name, notes):
    length = max(start + seconds for start, seconds, _, _ in notes)
    samples = [0.0] * int(length * RATE)
    for start, seconds, hertz, loud in notes:
        for i in range(int(seconds * RATE)):
            t = i / RATE
            envelope = min(1.0, t / 0.008) * math.exp(-5.0 * t / seconds) * min(1.0, (seconds - t) / 0.02)
            tone = math.sin(2 * math.pi * hertz * t) + 0.25 * math.sin(4 * math.pi * hertz * t)
            samples[min(int(start * RATE) + i, len(samples) - 1)] += loud * envelope * tone
    with wave.open(str(pathlib.Path(__file__).with_name(name)), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(b"".join(struct.pack("<h", int(max(-1, min(1, s)) * 32000)) for s in samples))


tones("offer.wav", [(0.0, 0.35, 659.3, 0.5), (0.18, 0.37, 987.8, 0.5)])
tones("message.wav", [(0.0, 0.18, 784.0, 0.4)])
