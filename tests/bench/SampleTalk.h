// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QStringList>
#include <random>

namespace liaison::bench {

/// Messages of customers and agents by a seed: Chinese and English by halves, common phrases beside words that follow Zipf's law,
/// links, pictures, files, long texts, notes and system lines. The same seed gives the same messages on every machine; `Version`
/// changes when they do, so that a cached store is made anew.
class SampleTalk
{
public:
    static constexpr int Version = 2;

    explicit SampleTalk(quint32 seed);

    /// The next message of a conversation; `number` counts over the whole store and makes the mid. Not yet placed: `cseq` and `at` are
    /// the caller's.
    Message next(const QString &conversation, qint64 number, bool chinese);
    /// A customer's name.
    QString name(bool chinese);
    /// A UUID made of a number, as mids and ids are; those of neighbours have nothing in common.
    static QString idOf(quint32 kind, qint64 number);

    /// A uniform number below `most`. Not std::uniform_int_distribution: that differs from library to library.
    qint64 below(qint64 most);

    /// Words that stand in known shares of all messages: what searches are measured with.
    static QString everywhere() { return QStringLiteral("delivery"); } ///< about one English message in seven
    static QString everywhereChinese() { return QStringLiteral("快递"); }
    /// In exactly one message of 10,000.
    static QString rare() { return QStringLiteral("quokka"); }
    static QString rareChinese() { return QStringLiteral("琉璃"); }
    static constexpr int RareEvery = 10'000;

private:
    QString sentence(bool chinese);
    QString englishWord();
    QChar chineseCharacter();
    /// A rank below `most` that follows Zipf's law roughly: small ones often.
    qint64 rank(qint64 most);

    std::mt19937 m_random;
    QStringList m_words;
    QString m_characters;
};

} // namespace liaison::bench
