// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/Resources.h"
#include "tests/gui/SampleMessages.h"
#include "widgets/conversation/Composer.h"
#include "widgets/conversation/ComposerEdit.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/conversation/ThumbnailSource.h"
#include "widgets/theme/Theme.h"

#include <QDir>
#include <QPainter>
#include <QTemporaryDir>
#include <QVBoxLayout>
#include <QtTest>

using namespace liaison;

/// Draws the conversation in both themes, Chinese and English, at 100 and 150 %. With LIAISON_SHOTS=DIR the pictures are written
/// there to be looked at; without it the test still sees that every state draws what it should in the theme's own colours.
class tst_messagelist_shots : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase() { Theme::instance().setMode(Theme::Mode::Light); }
    void draws_data();
    void draws();

private:
    QList<SampleMessages::Row> chinese() const;
    QList<SampleMessages::Row> english() const;
    QList<SampleMessages::Row> troubles() const;

    QTemporaryDir m_folder;
    qint64 m_noon = QDateTime(QDate(2026, 11, 22), QTime(14, 1)).toMSecsSinceEpoch();
};

void tst_messagelist_shots::initTestCase()
{
    initResources();
    Theme::instance().install();
    QImage photo(640, 400, QImage::Format_RGB32);
    QPainter painter(&photo);
    QLinearGradient sky(0, 0, 640, 400);
    sky.setColorAt(0, QColor(0x7A, 0x9C, 0xC6));
    sky.setColorAt(1, QColor(0xD9, 0xC3, 0xA5));
    painter.fillRect(photo.rect(), sky);
    painter.setBrush(QColor(0xEE, 0xEE, 0xF2));
    painter.drawEllipse(QPoint(330, 220), 140, 130);
    painter.setPen(QPen(QColor(60, 60, 70), 4));
    painter.drawLine(260, 130, 360, 300);
    painter.end();
    QVERIFY(photo.save(m_folder.filePath("cap.png")));
}

QList<SampleMessages::Row> tst_messagelist_shots::chinese() const
{
    const qint64 minute = 60'000;
    SampleMessages::Row picture = SampleMessages::text("c", {}, Side::Customer, m_noon + minute);
    picture.kind = MessageKind::Picture;
    picture.file = FileRef{"f1", "杯盖.jpg", "image/jpeg", 1'258'291, 640, 400};
    picture.localFile = m_folder.filePath("cap.png");
    SampleMessages::Row file = SampleMessages::text("f", {}, Side::Agent, m_noon + 2 * minute);
    file.kind = MessageKind::File;
    file.file = FileRef{"f2", "换货须知与运费说明.pdf", "application/pdf", 214'000, 0, 0};
    file.state = BubbleState::Delivered;
    SampleMessages::Row note =
        SampleMessages::ofKind(MessageKind::Note, "n", "仓库确认 L18 杯盖有现货，可以只补发杯盖。", m_noon + 3 * minute);
    SampleMessages::Row answer =
        SampleMessages::text("d", "您好王女士，非常抱歉给您添麻烦了。我已经看到照片，这属于运输破损，可以为您免费换新。",
                             Side::Agent, m_noon + 2 * minute);
    answer.state = BubbleState::Read;
    return {SampleMessages::ofKind(MessageKind::System, "s", "客户从 商品页「静音破壁机 L18」 进入 · 排队 18 秒 · 由系统分配",
                                   m_noon),
            SampleMessages::text("a", "你好，昨天收到的破壁机，杯盖有条裂缝", Side::Customer, m_noon + minute),
            SampleMessages::text("b", "这个能换吗？订单在 https://shop.example.com/o/SO20261118-2207", Side::Customer,
                                 m_noon + minute + 9000),
            picture,
            answer,
            file,
            note,
            SampleMessages::text("e", "那换货的运费是谁出呢？", Side::Customer, m_noon + 4 * minute)};
}

QList<SampleMessages::Row> tst_messagelist_shots::english() const
{
    const qint64 minute = 60'000;
    QList<SampleMessages::Row> rows{
        SampleMessages::ofKind(MessageKind::System, "s", "Assigned to you after 18 s in the queue After-sales", m_noon),
        SampleMessages::text("a", "Hello, the blender I bought last month makes a grinding noise. Is it still under warranty?",
                             Side::Customer, m_noon + minute),
        SampleMessages::text("b", "Serial number is L18-2207-884.", Side::Customer, m_noon + minute + 2000),
        SampleMessages::text(
            "c",
            "Hello Emma, yes: two years from the date of delivery. I have opened a repair for you, the courier comes "
            "tomorrow between 9 and 12.",
            Side::Agent, m_noon + 2 * minute),
        SampleMessages::text("d", "See https://support.example.com/repair for what to pack.", Side::Agent, m_noon + 3 * minute),
        SampleMessages::text("e", "Thanks, I will wait for the courier.", Side::Customer, m_noon + 4 * minute)};
    rows[3].state = BubbleState::Read;
    rows[4].state = BubbleState::Delivered;
    rows[4].author = "周宁";
    for (auto &row : rows) {
        if (row.side == Side::Customer)
            row.author = "Emma Clarke";
    }
    return rows;
}

QList<SampleMessages::Row> tst_messagelist_shots::troubles() const
{
    const qint64 minute = 60'000;
    QString lines;
    for (int i = 1; i < 4; ++i)
        lines += QStringLiteral("at liaison.example.frame(%1)\n").arg(i);
    SampleMessages::Row failed =
        SampleMessages::text("f", "您的退款已经原路退回，预计 1–3 个工作日到账。", Side::Agent, m_noon + minute);
    failed.state = BubbleState::Failed;
    failed.error = "the conversation was transferred to 周宁";
    SampleMessages::Row old = SampleMessages::text("g", "好的，我帮您催一下快递。", Side::Agent, m_noon + 2 * minute);
    old.state = BubbleState::NeedsConfirmation;
    SampleMessages::Row upload = SampleMessages::text("u", {}, Side::Agent, m_noon + 3 * minute);
    upload.kind = MessageKind::File;
    upload.file = FileRef{"f9", "发票-2026-11-非常长的文件名字用来看看中间怎样省略掉.pdf", "application/pdf", 5'214'000, 0, 0};
    upload.state = BubbleState::Sending;
    upload.upload = 62;
    SampleMessages::Row recalled = SampleMessages::text("r", "x", Side::Agent, m_noon + 3 * minute);
    recalled.recalled = true;
    SampleMessages::Row broken = SampleMessages::text("p", {}, Side::Customer, m_noon + 4 * minute);
    broken.kind = MessageKind::Picture;
    broken.file = FileRef{"f5", "IMG_0042.HEIC", "image/heic", 3'258'291, 300, 400};
    broken.localFile = m_folder.filePath("missing.png");
    return {SampleMessages::text(
                "a", QString("paypal.com") + QChar(0x202E) + "gpj.exe " + QChar(0x200B) + "http://xn--80ak6aa92e.com/login",
                Side::Customer, m_noon),
            SampleMessages::text("b", lines + QString("AAAA").repeated(60), Side::Customer, m_noon + 1000),
            SampleMessages::text("c", "مرحبا، متى يصل الطلب؟", Side::Customer, m_noon + 2000),
            failed,
            old,
            upload,
            recalled,
            broken};
}

void tst_messagelist_shots::draws_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<qreal>("scale");
    for (const char *what : {"zh", "en", "troubles", "note", "loading", "empty"}) {
        for (const bool dark : {false, true}) {
            for (const qreal scale : {1.0, 1.5})
                QTest::addRow("%s-%s-%d", what, dark ? "dark" : "light", int(scale * 100)) << QString(what) << dark << scale;
        }
    }
}

void tst_messagelist_shots::draws()
{
    QFETCH(QString, what);
    QFETCH(bool, dark);
    QFETCH(qreal, scale);
    Theme::instance().setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    const QString customer = what == "en" ? "Emma Clarke" : "王女士";

    SampleMessages rows;
    ThumbnailSource thumbnails;
    QWidget page;
    auto *layout = new QVBoxLayout(&page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *view = new MessageListView;
    auto *composer = new Composer("c1");
    layout->addWidget(view, 1);
    layout->addWidget(composer);
    view->setOwnName("林晓");
    view->setNow(m_noon + 600'000);
    view->setThumbnails(&thumbnails);
    view->setModel(&rows);
    composer->setCustomerName(customer);
    page.resize(888, 830);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));

    QSignalSpy arrived(&thumbnails, &ThumbnailSource::arrived);
    if (what == "zh" || what == "note") {
        rows.replace(chinese());
        view->setUnreadRow(7);
        composer->setSuggestions({"运费由我们承担，快递上门取件即可", "也可以只补发杯盖，无需寄回", "换货一般 2–3 天送达"});
        composer->setDraft(
            "c1", "王女士，换货的运费由我们承担。如果您愿意，我们也可以直接补发一个新的杯盖，不用寄回整机。您看哪种方便？");
        if (what == "note") {
            composer->setNoteMode(true);
            composer->insertText("客户同意只补发杯盖。");
        }
    } else if (what == "en") {
        rows.replace(english());
    } else if (what == "troubles") {
        rows.replace(troubles());
        composer->setOffline(true);
        composer->setDraft("c1", QString("长").repeated(7400));
    } else if (what == "loading") {
        view->setLoading(true);
    }
    composer->edit()->setFocus();
    view->viewport()->repaint();
    if (what == "zh" || what == "troubles")
        QTRY_VERIFY(arrived.size() > 0);

    QCoreApplication::sendPostedEvents(); // what was hidden gives its room back
    QImage picture(page.size() * scale, QImage::Format_RGB32);
    picture.setDevicePixelRatio(scale);
    page.render(&picture);
    QCOMPARE(QColor(picture.pixel(3, 3)), Theme::instance().color(Token::Window));
    if (view->geometryOfRows().count() > 0) { // the newest bubble has its own colour
        const int row = view->geometryOfRows().lastVisible();
        const QRect bubble = view->layoutOf(row).bubble.translated(view->rowRect(row).topLeft());
        const Token token = view->layoutOf(row).item.isMine() ? Token::Mine : Token::Theirs;
        QCOMPARE(QColor(picture.pixel(QPointF(QPointF(bubble.left() + 6, bubble.center().y()) * scale).toPoint())),
                 Theme::instance().color(token));
    }
    if (const QString folder = qEnvironmentVariable("LIAISON_SHOTS"); !folder.isEmpty()) {
        QDir().mkpath(folder);
        QVERIFY(picture.save(QDir(folder).filePath(QString("conversation-%1.png").arg(QTest::currentDataTag()))));
    }
}

QTEST_MAIN(tst_messagelist_shots)
#include "tst_messagelist_shots.moc"
