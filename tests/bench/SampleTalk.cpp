// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/SampleTalk.h"

#include <QUuid>
#include <cmath>

namespace liaison::bench {

namespace {

constexpr int inventedWords = 20'000;
constexpr int knownCharacters = 2'500;

const char *const common[] = {"the",     "my",       "order",   "is",      "not",     "please", "delivery", "when",    "can",
                              "you",     "hello",    "thanks",  "package", "address", "refund", "number",   "invoice", "since",
                              "monday",  "which",    "colour",  "deliver", "details", "box",    "arrived",  "broken",  "screen",
                              "change",  "to",       "and",     "it",      "we",      "have",   "sent",     "today",   "tomorrow",
                              "courier", "tracking", "shows",   "still",   "waiting", "for",    "a",        "new",     "one",
                              "return",  "label",    "receipt", "would",   "like",    "know",   "if",       "the",     "warranty",
                              "covers",  "this",     "model",   "in",      "stock",   "again"};

const char *const phrases[] = {"您好",         "请问",         "我的快递",   "什么时候到",       "订单号是",     "麻烦查一下",
                               "谢谢您",       "可以退款吗",   "发票抬头",   "地址写错",         "换一个颜色",   "屏幕碎了",
                               "保修期内",     "已经三天了",   "还没有收到", "快递员没有打电话", "今天能发货吗", "稍等一下",
                               "我帮您看看",   "已经为您登记", "请提供照片", "明天上午",         "门店自提",     "安装师傅",
                               "优惠券不能用", "多少钱",       "有没有现货", "请您放心",         "给您添麻烦了", "祝您生活愉快"};

const char *const syllables[] = {"ba",  "co",  "di",  "fe",  "ga",  "hu",  "ki",  "lo",  "mi",  "na",
                                 "po",  "qui", "ra",  "se",  "ti",  "vo",  "wa",  "xe",  "yo",  "zu",
                                 "bri", "cla", "dro", "fle", "gro", "ple", "sta", "tri", "ver", "nol"};

const char *const namesEnglish[] = {"Bo Lind",  "Maya Khan", "Olaf Berg", "Ines Costa",
                                    "Tom Hale", "Rita Moss", "Jon Vik",   "Ada Quinn"};
const char *const namesChinese[] = {"王女士", "李先生", "张伟", "陈静", "刘洋", "赵敏", "黄小姐", "周师傅"};

template <typename Array>
QString pick(const Array &array, qint64 which)
{
    return QString::fromUtf8(array[size_t(which) % std::size(array)]);
}

} // namespace

SampleTalk::SampleTalk(quint32 seed) : m_random(seed)
{
    for (const char *word : common)
        m_words.append(QString::fromUtf8(word));
    // Invented words are the same for every seed: a language does not change with the talk.
    std::mt19937 own(20'000);
    for (int i = 0; i < inventedWords; ++i) {
        QString word;
        for (int parts = 2 + int(own() % 3); parts > 0; --parts)
            word += QLatin1String(syllables[own() % std::size(syllables)]);
        m_words.append(word);
    }
    for (int i = 0; i < knownCharacters; ++i)
        m_characters.append(QChar(char16_t(0x4E00 + (i * 7919) % 0x5000)));
}

qint64 SampleTalk::below(qint64 most) { return qint64(m_random() % quint64(qMax<qint64>(1, most))); }

qint64 SampleTalk::rank(qint64 most)
{
    // The inverse of the distribution of 1/rank, in the limit of many ranks.
    const double u = double(m_random()) / 4294967296.0;
    return qMin(most - 1, qint64(std::pow(double(most), u)) - 1);
}

QString SampleTalk::englishWord() { return m_words.at(qMax<qint64>(0, rank(m_words.size()))); }

QChar SampleTalk::chineseCharacter() { return m_characters.at(qMax<qint64>(0, rank(m_characters.size()))); }

QString SampleTalk::sentence(bool chinese)
{
    QString text;
    if (chinese) {
        for (qint64 n = 1 + below(4); n > 0; --n) {
            text += pick(phrases, below(std::size(phrases)));
            for (qint64 own = below(5); own > 0; --own)
                text += chineseCharacter();
            text += n > 1 ? QStringLiteral("，") : QStringLiteral("。");
        }
        return text;
    }
    for (qint64 n = 4 + below(14); n > 0; --n)
        text += englishWord() + (n > 1 ? QLatin1Char(' ') : QLatin1Char('.'));
    text[0] = text.at(0).toUpper();
    return text;
}

QString SampleTalk::name(bool chinese)
{
    return chinese ? pick(namesChinese, below(std::size(namesChinese))) : pick(namesEnglish, below(std::size(namesEnglish)));
}

QString SampleTalk::idOf(quint32 kind, qint64 number)
{
    // Scattered as random ids are, for the sake of the index over them (SplitMix64, which is one to one).
    quint64 mixed = quint64(number) + 0x9E3779B97F4A7C15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    mixed ^= mixed >> 31;
    const auto byte = [mixed](int place) { return uchar(mixed >> (8 * place)); };
    return QUuid(quint32(mixed >> 32), ushort(kind), 0x4000, 0x80, 0, byte(3), byte(2), byte(1), byte(0), 0, 0)
        .toString(QUuid::WithoutBraces);
}

Message SampleTalk::next(const QString &conversation, qint64 number, bool chinese)
{
    Message message;
    message.mid = idOf(0x11, number);
    message.conversation = conversation;
    message.side = below(5) < 2 ? Side::Agent : Side::Customer;
    const bool agent = message.side == Side::Agent;
    message.by = agent ? QStringLiteral("a:anna") : QStringLiteral("c:") + conversation;
    message.byName = agent ? QStringLiteral("Anna") : chinese ? QStringLiteral("王女士") : QStringLiteral("Bo Lind");
    message.text = sentence(chinese);
    const qint64 dice = below(1000);
    if (dice < 30) {
        message.kind = MessageKind::Picture;
        message.text.clear();
        message.file = FileRef{idOf(0x22, number),           QStringLiteral("IMG_%1.jpg").arg(number),
                               QStringLiteral("image/jpeg"), 200'000 + below(4'000'000),
                               640 + int(below(2000)),       480 + int(below(2000))};
    } else if (dice < 40) {
        message.kind = MessageKind::File;
        message.text.clear();
        message.file = FileRef{idOf(0x33, number),
                               QStringLiteral("invoice-%1.pdf").arg(number),
                               QStringLiteral("application/pdf"),
                               20'000 + below(400'000),
                               0,
                               0};
    } else if (dice < 50) {
        message.kind = MessageKind::System;
        message.side = Side::Hub;
        message.by = QStringLiteral("hub");
        message.byName.clear();
        message.text = below(2) == 0 ? QStringLiteral("customer_left") : QStringLiteral("customer_back");
    } else if (dice < 60) {
        message.kind = MessageKind::Note;
        message.side = Side::Agent;
        message.by = QStringLiteral("a:anna");
        message.byName = QStringLiteral("Anna");
    } else if (dice < 100) {
        message.text += QStringLiteral(" https://shop.example.com/orders/%1?ref=%2").arg(number).arg(below(100'000));
    } else if (dice < 130) {
        for (qint64 more = 8 + below(30); more > 0; --more)
            message.text += (chinese ? QString() : QStringLiteral(" ")) + sentence(chinese) +
                            (below(4) == 0 ? QStringLiteral("\n") : QString());
    } else if (dice < 250) {
        message.text += QStringLiteral(" %1%2").arg(chinese ? QStringLiteral("单号") : QStringLiteral("A")).arg(100'000 + number);
    }
    if (number % RareEvery == 4321 && message.kind != MessageKind::System)
        message.text += QLatin1Char(' ') + rare() + QLatin1Char(' ') + rareChinese();
    return message;
}

} // namespace liaison::bench
