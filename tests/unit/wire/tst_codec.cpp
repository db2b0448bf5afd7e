// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/wire/Codec.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

using namespace liaison;
using namespace liaison::wire;

namespace {

const QJsonObject body{{"text", QStringLiteral("你好 👋 \"quoted\" \\ \u0001")}, {"n", Q_INT64_C(9007199254740991)}};

Event makeEvent(qint64 pos)
{
    return {pos,
            QStringLiteral("v1"),
            17,
            QStringLiteral("msg"),
            1700000000000,
            QStringLiteral("a:anna"),
            QStringLiteral("m1"),
            QStringLiteral("c1"),
            body};
}

/// One of each type, every field set to something that is not its default.
QList<Frame> oneOfEach()
{
    Hello hello;
    hello.app = QStringLiteral("liaison/0.1");
    hello.device = QStringLiteral("d-1");
    hello.token = QStringLiteral("t.o.k");
    hello.epoch = QStringLiteral("e1");
    hello.pos = 8120;
    hello.caps = {QStringLiteral("z1")};
    hello.subs = {{QStringLiteral("queues"), 3}, {QStringLiteral("presence:42"), 0}};
    hello.tz = QStringLiteral("Asia/Shanghai");
    hello.lang = QStringLiteral("zh_CN");
    hello.siteUrl = QStringLiteral("https://example.org/a?b=c");
    hello.siteTitle = QStringLiteral("Shop");
    Welcome welcome;
    welcome.node = QStringLiteral("n1");
    welcome.session = QStringLiteral("s1");
    welcome.gen = 4;
    welcome.epoch = QStringLiteral("e1");
    welcome.from = 8120;
    welcome.head = 8131;
    welcome.now = 1700000000000;
    welcome.me = QStringLiteral("a:anna");
    welcome.frameLimit = 70000;
    welcome.window = 16;
    welcome.pingEveryMs = 1000;
    welcome.deadAfterMs = 500;
    welcome.mode = QStringLiteral("resume");
    welcome.caps = {QStringLiteral("z1")};
    return {hello,
            welcome,
            Snap{2, true, 9000, body},
            makeEvent(8131),
            Batch{{makeEvent(1), makeEvent(2)}},
            Live{8131},
            Ack{8131},
            Command{QStringLiteral("c1"), 4, QStringLiteral("msg.send"), QStringLiteral("v1"), 7, 1700000000000, true, body},
            Ok{QStringLiteral("c1"), 8131, 17, 3, true, body},
            Err{QStringLiteral("c1"), {}, ErrorCode::Conflict, Retry::Confirm, 1500, 8, QStringLiteral("taken"), body},
            Err{{}, QStringLiteral("q1"), ErrorCode::NotFound, Retry::Never, 0, 0, QStringLiteral("gone"), {}},
            Sub{QStringLiteral("queues"), 5},
            Unsub{QStringLiteral("queues")},
            State{QStringLiteral("queues"), 6, body},
            Signal{QStringLiteral("v1"), QStringLiteral("typing"), 5000, QStringLiteral("c:42")},
            Ping{1, -1, 3, 99},
            Pong{1, 2, 3, 99, 98},
            Ask{QStringLiteral("q1"), QStringLiteral("history"), QStringLiteral("v1"), body},
            Answer{QStringLiteral("q1"), QStringLiteral("history"), body},
            Auth{QStringLiteral("t.o.k2")},
            Bye{QStringLiteral("drain"), 30000, QStringLiteral("wss://b.example/desk")}};
}

const DecodeError *errorOf(const Decoded &decoded) { return std::get_if<DecodeError>(&decoded); }

struct Hostile
{
    const char *name;
    QByteArray bytes;
    QString ref = {};
    ErrorCode code = ErrorCode::BadFrame;
};

QByteArray nested(int depth)
{
    return R"({"t":"st","topic":"q","b":{"a":)" + QByteArray(depth, '[') + QByteArray(depth, ']') + "}}";
}

QList<Hostile> hostileFrames()
{
    const QByteArray idOf65(65, 'a');
    return {
        {"empty", ""},
        {"blank", "   "},
        {"not JSON", "hello"},
        {"half an object", R"({"t":"live","pos":1)"},
        {"a list", R"([{"t":"live","pos":1}])"},
        {"a number", "7"},
        {"null", "null"},
        {"garbage behind", R"({"t":"live","pos":1} x)"},
        {"two objects", R"({"t":"live","pos":1}{"t":"live","pos":2})"},
        {"comma behind", R"({"t":"live","pos":1,})"},
        {"single quotes", "{'t':'live','pos':1}"},
        {"comment", "{/*x*/\"t\":\"live\",\"pos\":1}"},
        {"NUL behind", QByteArray("{\"t\":\"live\",\"pos\":1}\0", 21)},
        {"NUL inside", QByteArray("{\"t\":\"li\0ve\",\"pos\":1}", 21)},
        {"raw control character", "{\"t\":\"unsub\",\"topic\":\"a\xff\"}"},
        {"broken UTF-8", "{\"t\":\"unsub\",\"topic\":\"\xc3\x28\"}"},
        {"overlong UTF-8", "{\"t\":\"unsub\",\"topic\":\"\xc0\xaf\"}"},
        {"UTF-8 surrogate", "{\"t\":\"unsub\",\"topic\":\"\xed\xa0\x80\"}"},
        {"UTF-8 cut short", "{\"t\":\"unsub\",\"topic\":\"\xe4\xbd\"}"},
        {"no type", R"({"pos":1})"},
        {"type is a number", R"({"t":1,"pos":1})"},
        {"type is empty", R"({"t":"","pos":1})"},
        {"type is null", R"({"t":null})"},
        {"type not known", R"({"t":"launch","cid":"c1"})", QStringLiteral("c1")},
        {"type in capitals", R"({"t":"LIVE","pos":1})"},
        {"type twice", R"({"t":"live","pos":1,"t":"ack"})"},
        {"type twice, escaped", R"({"t":"live","pos":1,"\u0074":"ack"})"},
        {"type twice, the same", R"({"t":"live","t":"live","pos":1})"},
        {"too deep", nested(20)},
        {"far too deep", nested(100000)},
        {"pos missing", R"({"t":"live"})"},
        {"pos is a string", R"({"t":"live","pos":"1"})"},
        {"pos is a fraction", R"({"t":"live","pos":1.5})"},
        {"pos is negative", R"({"t":"live","pos":-1})"},
        {"pos is huge", R"({"t":"live","pos":9007199254740993})"},
        {"pos is beyond 64 bits", R"({"t":"live","pos":99999999999999999999})"},
        {"pos is 1e308", R"({"t":"live","pos":1e308})"},
        {"pos is beyond doubles", R"({"t":"live","pos":1e999})"},
        {"pos is not a number", R"({"t":"live","pos":NaN})"},
        {"pos is true", R"({"t":"live","pos":true})"},
        {"pos is null", R"({"t":"live","pos":null})"},
        {"wait is text", R"({"t":"err","cid":"c1","code":"busy","retry":"later","after_ms":"soon"})", QStringLiteral("c1")},
        {"wait is true", R"({"t":"bye","code":"drain","after_ms":true})"},
        {"wait is a list", R"({"t":"bye","code":"drain","after_ms":[1]})"},
        {"pos is a list", R"({"t":"live","pos":[1]})"},
        {"cid missing", R"({"t":"cmd","k":"x","at":1})"},
        {"cid is empty", R"({"t":"cmd","cid":"","k":"x","at":1})"},
        {"cid with a slash", R"({"t":"cmd","cid":"../x","k":"x","at":1})"},
        {"cid with a blank", R"({"t":"cmd","cid":"a b","k":"x","at":1})"},
        {"cid in Chinese", "{\"t\":\"cmd\",\"cid\":\"你\",\"k\":\"x\",\"at\":1}"},
        {"cid too long", R"({"t":"cmd","k":"x","at":1,"cid":")" + idOf65 + "\"}"},
        {"cid is a number", R"({"t":"cmd","cid":5,"k":"x","at":1})"},
        {"kind missing", R"({"t":"cmd","cid":"c1","at":1})", QStringLiteral("c1")},
        {"kind empty", R"({"t":"cmd","cid":"c1","k":"","at":1})", QStringLiteral("c1")},
        {"kind too long", R"({"t":"cmd","cid":"c1","at":1,"k":")" + idOf65 + "\"}", QStringLiteral("c1")},
        {"at missing", R"({"t":"cmd","cid":"c1","k":"x"})", QStringLiteral("c1")},
        {"at negative", R"({"t":"cmd","cid":"c1","k":"x","at":-5})", QStringLiteral("c1")},
        {"conv is not an id", R"({"t":"cmd","cid":"c1","k":"x","at":1,"conv":"a;b"})", QStringLiteral("c1")},
        {"conv is null", R"({"t":"cmd","cid":"c1","k":"x","at":1,"conv":null})", QStringLiteral("c1")},
        {"body is a list", R"({"t":"cmd","cid":"c1","k":"x","at":1,"b":[]})", QStringLiteral("c1")},
        {"body is a string", R"({"t":"cmd","cid":"c1","k":"x","at":1,"b":"{}"})", QStringLiteral("c1")},
        {"confirmed is a string", R"({"t":"cmd","cid":"c1","k":"x","at":1,"confirmed":"true"})", QStringLiteral("c1")},
        {"gen is negative", R"({"t":"cmd","cid":"c1","k":"x","at":1,"gen":-1})", QStringLiteral("c1")},
        {"hello without proto", R"({"t":"hello","app":"a","device":"d","token":"t"})"},
        {"hello with half a proto", R"({"t":"hello","app":"a","device":"d","token":"t","proto":{"min":1}})"},
        {"hello without token", R"({"t":"hello","app":"a","device":"d","proto":{"min":1,"max":1}})"},
        {"hello with a bad device", R"({"t":"hello","app":"a","device":"{d}","token":"t","proto":{"min":1,"max":1}})"},
        {"hello with caps of numbers",
         R"({"t":"hello","app":"a","device":"d","token":"t","proto":{"min":1,"max":1},"caps":[1]})"},
        {"hello with too many caps", R"({"t":"hello","app":"a","device":"d","token":"t","proto":{"min":1,"max":1},"caps":[)" +
                                         QByteArray("\"a\",").repeated(40) + "\"a\"]}"},
        {"hello with subs of strings",
         R"({"t":"hello","app":"a","device":"d","token":"t","proto":{"min":1,"max":1},"subs":["q"]})"},
        {"hello with a token of 5,000",
         R"({"t":"hello","app":"a","device":"d","proto":{"min":1,"max":1},"token":")" + QByteArray(5000, 'x') + "\"}"},
        {"welcome in no mode",
         R"({"t":"welcome","proto":1,"gen":1,"epoch":"e","from":0,"head":0,"now":1,"me":"a:x","mode":"odd"})"},
        {"welcome with a window of 0",
         R"({"t":"welcome","proto":1,"gen":1,"epoch":"e","from":0,"head":0,"now":1,"me":"a:x","mode":"resume","limits":{"window":0}})"},
        {"snap part 0", R"({"t":"snap","part":0,"last":true,"pos":1,"b":{}})"},
        {"snap without body", R"({"t":"snap","part":1,"last":true,"pos":1})"},
        {"batch without events", R"({"t":"batch"})"},
        {"batch of numbers", R"({"t":"batch","evs":[1]})"},
        {"batch with one bad event", R"({"t":"batch","evs":[{"pos":1,"k":"x","at":1,"by":"s:hub"},{"pos":"2"}]})"},
        {"batch is an object", R"({"t":"batch","evs":{}})"},
        {"event without author", R"({"t":"ev","pos":1,"k":"x","at":1})"},
        {"event with a bad mid", R"({"t":"ev","pos":1,"k":"x","at":1,"by":"s:hub","mid":"a/b"})"},
        {"err without code", R"({"t":"err","cid":"c1","retry":"never"})", QStringLiteral("c1")},
        {"ask without re", R"({"t":"ask","k":"agents"})"},
        {"ask without kind", R"({"t":"ask","re":"q1"})", QStringLiteral("q1")},
        {"answer without body", R"({"t":"answer","re":"q1","k":"agents"})", QStringLiteral("q1")},
        {"sig without conv", R"({"t":"sig","k":"typing","ttl":5})"},
        {"sub without topic", R"({"t":"sub"})"},
        {"topic too long", R"({"t":"sub","topic":")" + QByteArray(200, 'x') + "\"}"},
        {"ping without id", R"({"t":"ping","pos":1,"sent":0,"ts":1})"},
        {"ping with a position of -2", R"({"t":"ping","id":1,"pos":-2})"},
        {"auth without token", R"({"t":"auth"})"},
        {"bye without code", R"({"t":"bye"})"},
        {"too big", "{\"t\":\"unsub\",\"topic\":\"" + QByteArray(300 * 1024, 'x') + "\"}", {}, ErrorCode::TooBig},
    };
}

} // namespace

class tst_Codec : public QObject
{
    Q_OBJECT
private slots:
    void everyTypeComesBackAsItWas()
    {
        QSet<qsizetype> types;
        for (const Frame &frame : oneOfEach()) {
            types.insert(qsizetype(frame.index()));
            const QByteArray bytes = encode(frame);
            const Decoded decoded = decode(bytes);
            const Frame *again = std::get_if<Frame>(&decoded);
            QVERIFY2(again, bytes.constData());
            QCOMPARE(again->index(), frame.index());
            QCOMPARE(encode(*again), bytes); // writing shows every field that was read
            QVERIFY(!bytes.contains('\n'));
        }
        QCOMPARE(types.size(), qsizetype(std::variant_size_v<Frame>));
    }

    void fieldsArriveInTheirPlaces()
    {
        const Decoded decoded = decode(encode(makeEvent(8131)));
        QCOMPARE(std::get<Event>(std::get<Frame>(decoded)), makeEvent(8131));
        const Command command{QStringLiteral("c1"), 4, QStringLiteral("k"), QStringLiteral("v1"), 7, 5, true, body};
        QCOMPARE(std::get<Command>(std::get<Frame>(decode(encode(command)))), command);
    }

    void optionalFieldsMayBeAbsent()
    {
        const auto hello = std::get<Hello>(
            std::get<Frame>(decode(R"({"t":"hello","proto":{"min":1,"max":2},"app":"a","device":"d","token":"t"})")));
        QCOMPARE(hello.pos, -1);
        QVERIFY(hello.epoch.isEmpty());
        QCOMPARE(hello.protoMax, 2);
        const auto welcome = std::get<Welcome>(std::get<Frame>(
            decode(R"({"t":"welcome","proto":1,"gen":1,"epoch":"e","from":0,"head":0,"now":1,"me":"a:x","mode":"resume"})")));
        QCOMPARE(welcome.window, 32);
        QCOMPARE(welcome.pingEveryMs, 20000);
    }

    void unknownFieldsAreIgnored()
    {
        const Decoded decoded = decode(R"({"t":"live","pos":3,"later":{"t":"ack","x":[1,2,{"t":1}]},"T":"x"})");
        QCOMPARE(std::get<Live>(std::get<Frame>(decoded)).pos, 3);
    }

    void unknownWordsOfAnErrorAreTakenAsTheSafeOnes()
    {
        const auto err = std::get<Err>(std::get<Frame>(decode(R"({"t":"err","code":"novel","retry":"perhaps"})")));
        QVERIFY(err.code == ErrorCode::Internal);
        QVERIFY(err.retry == Retry::Never);
    }

    void wholeNumbersMayBeWrittenAsDoubles()
    {
        QCOMPARE(std::get<Live>(std::get<Frame>(decode(R"({"t":"live","pos":3.0})"))).pos, 3);
        QCOMPARE(std::get<Live>(std::get<Frame>(decode(R"({"t":"live","pos":9007199254740992})"))).pos,
                 Q_INT64_C(9007199254740992));
    }

    void waitsAreBounded_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("usual") << QByteArray("1500") << qint64(1500);
        QTest::newRow("longest") << QByteArray("600000") << qint64(600000);
        QTest::newRow("no int of a timer") << QByteArray("3000000000") << qint64(600000);
        QTest::newRow("no 64 bits") << QByteArray("99999999999999999999") << qint64(600000);
        QTest::newRow("1e300") << QByteArray("1e300") << qint64(600000);
        QTest::newRow("negative") << QByteArray("-1") << qint64(0);
        QTest::newRow("-1e300") << QByteArray("-1e300") << qint64(0);
        QTest::newRow("fraction") << QByteArray("20.9") << qint64(20);
    }
    void waitsAreBounded()
    {
        QFETCH(QByteArray, written);
        QFETCH(qint64, ms);
        const Decoded err = decode(R"({"t":"err","cid":"c1","code":"busy","retry":"later","after_ms":)" + written + '}');
        QVERIFY2(!errorOf(err), "a wait that is odd is still an answer to this command");
        QCOMPARE(std::get<Err>(std::get<Frame>(err)).afterMs, ms);
        const Decoded bye = decode(R"({"t":"bye","code":"drain","after_ms":)" + written + '}');
        QVERIFY(!errorOf(bye));
        QCOMPARE(std::get<Bye>(std::get<Frame>(bye)).afterMs, ms);
    }

    void hostileFramesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("ref");
        QTest::addColumn<ErrorCode>("code");
        QVERIFY(hostileFrames().size() >= 60);
        for (const Hostile &hostile : hostileFrames())
            QTest::newRow(hostile.name) << hostile.bytes << hostile.ref << hostile.code;
    }
    void hostileFramesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, ref);
        QFETCH(ErrorCode, code);
        const Decoded decoded = decode(bytes);
        const DecodeError *error = errorOf(decoded);
        QVERIFY(error);
        QVERIFY(error->code == code);
        QCOMPARE(error->ref, ref);
        QVERIFY(!error->text.isEmpty());
    }

    void mutatedFramesNeverCrashAndWhatPassesCanBeWritten()
    {
        QRandomGenerator random(20260117);
        const QList<Frame> frames = oneOfEach();
        const QByteArray alphabet("{}[]\",:\\0123456789.eE-+tfn\x00\xff\xc3 ", 30);
        int passed = 0;
        for (int run = 0; run < 40000; ++run) {
            QByteArray bytes = encode(frames.at(random.bounded(int(frames.size()))));
            const int changes = 1 + random.bounded(4);
            for (int i = 0; i < changes && !bytes.isEmpty(); ++i) {
                const int at = random.bounded(int(bytes.size()));
                switch (random.bounded(5)) {
                case 0: bytes[at] = char(random.bounded(256)); break;
                case 1: bytes[at] = alphabet.at(random.bounded(int(alphabet.size()))); break;
                case 2: bytes.remove(at, 1 + random.bounded(8)); break;
                case 3: bytes.insert(at, bytes.mid(random.bounded(int(bytes.size())), random.bounded(24))); break;
                default: bytes.truncate(at); break;
                }
            }
            const Decoded decoded = decode(bytes);
            if (const Frame *frame = std::get_if<Frame>(&decoded)) {
                ++passed;
                QVERIFY2(std::holds_alternative<Frame>(decode(encode(*frame))), bytes.constData());
            }
            const Decoded packed = decodeBinary(bytes);
            QVERIFY(errorOf(packed));
        }
        QVERIFY(passed > 100); // else the run never got past the parser
    }

    void compressedFramesComeBack()
    {
        const QByteArray plain = encode(Batch{{makeEvent(1), makeEvent(2), makeEvent(3)}});
        const QByteArray packed = deflate(plain);
        QVERIFY(packed.size() < plain.size());
        QCOMPARE(packed.at(0), '\x01');
        const Decoded decoded = decodeBinary(packed);
        QCOMPARE(encode(std::get<Frame>(decoded)), plain);
    }

    void aBombIsNotInflated()
    {
        const QByteArray bomb = deflate(QByteArray(200 * 1024 * 1024, ' '));
        DecodeLimits limits;
        limits.frameBytes = 4 * 1024 * 1024;
        QVERIFY(bomb.size() < limits.frameBytes);
        const Decoded decoded = decodeBinary(bomb, limits);
        QVERIFY(errorOf(decoded));
        QVERIFY(errorOf(decoded)->code == ErrorCode::TooBig);
    }

    void theInflateLimitIsExact()
    {
        const QByteArray plain = encode(Live{1});
        DecodeLimits limits;
        limits.inflatedBytes = plain.size();
        QVERIFY(!errorOf(decodeBinary(deflate(plain), limits)));
        limits.inflatedBytes = plain.size() - 1;
        const Decoded decoded = decodeBinary(deflate(plain), limits);
        QVERIFY(errorOf(decoded));
        QVERIFY(errorOf(decoded)->code == ErrorCode::TooBig);
    }

    void damagedCompressionIsRefused_data()
    {
        const QByteArray good = deflate(encode(Batch{{makeEvent(1), makeEvent(2)}}));
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("only the mark") << QByteArray("\x01");
        QTest::newRow("another mark") << QByteArray("\x02" + good.mid(1));
        QTest::newRow("cut short") << good.chopped(6);
        QTest::newRow("without checksum") << good.chopped(4);
        QTest::newRow("something behind") << good + 'x';
        QTest::newRow("not zlib") << QByteArray("\x01hello world");
        QTest::newRow("flipped") << [&] {
            QByteArray flipped = good;
            flipped[flipped.size() / 2] = char(flipped.at(flipped.size() / 2) ^ 0x40);
            return flipped;
        }();
        QTest::newRow("not a frame") << deflate("hello");
    }
    void damagedCompressionIsRefused()
    {
        QFETCH(QByteArray, bytes);
        const Decoded decoded = decodeBinary(bytes);
        QVERIFY(errorOf(decoded));
        QVERIFY(errorOf(decoded)->code == ErrorCode::BadFrame);
    }
};

QTEST_GUILESS_MAIN(tst_Codec)
#include "tst_codec.moc"
