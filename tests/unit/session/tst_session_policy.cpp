// SPDX-License-Identifier: GPL-3.0-or-later
// What a policy asks of a session: masked texts in every list, and no history beyond its time.
#include "models/lists/PreviewText.h"
#include "models/lists/SearchModel.h"
#include "tests/unit/session/SessionBench.h"

using namespace liaison;
using namespace liaison::test;

namespace {
const auto v1 = QStringLiteral("v1");
const auto number = QStringLiteral("4111 1111 1111 1111");
const auto dots = QStringLiteral("•••• •••• •••• ••••");
const QStringList cards{QStringLiteral("(?<!\\d)\\d(?:[ -]?\\d){12,18}(?!\\d)")};

std::unique_ptr<SessionBench> benchWith(const std::function<void(Session::Config &)> &configure)
{
    auto bench = std::make_unique<SessionBench>(false);
    bench->configure = configure;
    bench->start();
    return bench;
}
} // namespace

class SessionPolicyTest : public QObject
{
    Q_OBJECT
private slots:
    void whatIsMaskedIsMaskedEverywhere()
    {
        const auto bench = benchWith([](Session::Config &config) { config.mask = TextMask(cards, true); });
        QVERIFY(bench->goLive());
        MessageListModel model(bench->session.get(), v1);
        QTRY_VERIFY(!model.isLoading());
        bench->customerWrites(v1, QStringLiteral("my card ") + number, QStringLiteral("m1"));
        bench->customerWrites(v1, QStringLiteral("no card"), QStringLiteral("m2"));
        QTRY_COMPARE(model.rowCount(), 2);
        const QModelIndex card = model.index(model.rowOf(QStringLiteral("m1")));
        QCOMPARE(card.data(MessageRole::Text).toString(), QStringLiteral("my card ") + dots);
        QCOMPARE(card.data(Qt::DisplayRole).toString(), QStringLiteral("my card ") + dots);
        QVERIFY(card.data(MessageRole::Masked).toBool());
        QVERIFY(!model.index(model.rowOf(QStringLiteral("m2"))).data(MessageRole::Masked).toBool());

        QTRY_VERIFY(bench->session->uncommitted(v1).isEmpty());
        SearchModel search(bench->session.get());
        QSignalSpy finished(&search, &SearchModel::finished);
        search.setTyped(QStringLiteral("card"));
        QTRY_VERIFY(finished.size() > 0 && search.rowCount() == 2);
        for (int row = 0; row < 2; ++row)
            QVERIFY(!search.index(row).data(SearchModel::Text).toString().contains(u'1'));

        // Asked for, it is shown; in this list, and only this message.
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.reveal(QStringLiteral("m1"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(card.data(MessageRole::Text).toString(), QStringLiteral("my card ") + number);
        QVERIFY(!card.data(MessageRole::Masked).toBool());
        bench->customerWrites(v1, number, QStringLiteral("m3"));
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(2).data(MessageRole::Text).toString(), dots);

        ConversationListModel list(bench->session.get());
        QStringList previews;
        for (int row = 0; row < list.rowCount(); ++row)
            previews.append(list.index(row).data(ConversationRole::PreviewText).toString());
        QVERIFY2(previews.contains(dots) && !previews.join(u' ').contains(u'1'), qPrintable(previews.join(u'|')));
        // What was stored and sent is the text itself.
        const Conversation *head = bench->session->conversation(v1);
        QCOMPARE(head->last.text, number);
        QCOMPARE(previewText(head->last, TextMask()), number);
    }

    void aNameOfAFileIsMaskedToo()
    {
        const auto bench = benchWith([](Session::Config &config) { config.mask = TextMask(cards, true); });
        QVERIFY(bench->goLive());
        QJsonObject message = messageOf(v1, QStringLiteral("m1"), 1, {});
        message["kind"] = "file";
        message["file"] = QJsonObject{
            {"id", "f1"}, {"name", QStringLiteral("4111111111111111.pdf")}, {"mime", "application/pdf"}, {"size", 10}};
        bench->cseqs[v1] = 1;
        MessageListModel model(bench->session.get(), v1);
        QTRY_VERIFY(!model.isLoading());
        bench->hub.append(QStringLiteral("msg"), v1, {{"msg", message}});
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0).data(MessageRole::File).value<FileRef>().name,
                 QString(16, QChar(0x2022)) + QStringLiteral(".pdf"));
        QVERIFY(model.index(0).data(MessageRole::Masked).toBool());
    }

    void whereItMayNotBeRevealed()
    {
        const auto bench = benchWith([](Session::Config &config) { config.mask = TextMask(cards, false); });
        QVERIFY(bench->goLive());
        MessageListModel model(bench->session.get(), v1);
        QTRY_VERIFY(!model.isLoading());
        bench->customerWrites(v1, number, QStringLiteral("m1"));
        QTRY_COMPARE(model.rowCount(), 1);
        QVERIFY(!model.index(0).data(MessageRole::Masked).toBool());
        model.reveal(QStringLiteral("m1"));
        QCOMPARE(model.index(0).data(MessageRole::Text).toString(), dots);
    }

    void closedConversationsLeaveTheDesk()
    {
        // What is there at the start and beyond its time goes at once.
        const auto closedHead = [](const QString &id, qint64 at) {
            QJsonObject head = headOf(id, QStringLiteral("closed"), 1);
            head["created_at"] = double(at - 1000);
            head["closed_at"] = double(at);
            return head;
        };
        auto bench = std::make_unique<SessionBench>(false);
        const qint64 now = bench->clock.utcMs();
        constexpr qint64 day = 24LL * 3600 * 1000;
        bench->heads = {headOf(v1), closedHead(QStringLiteral("old"), now - 40 * day),
                        closedHead(QStringLiteral("new"), now - 2 * day)};
        bench->start();
        QVERIFY(bench->goLive());
        QCOMPARE(bench->session->conversations().size(), 3);
        bench->session->setDraft(QStringLiteral("old"), QStringLiteral("a draft"));
        bench->configure = [](Session::Config &config) { config.historyDays = 30; };
        bench->restart();
        QSignalSpy removed(bench->session.get(), &Session::conversationRemoved);
        QTRY_COMPARE(removed.size(), 1);
        QCOMPARE(removed.first().first().toString(), QStringLiteral("old"));
        QVERIFY(!bench->session->conversation(QStringLiteral("old")) && bench->session->conversation(QStringLiteral("new")));
        QVERIFY(!bench->session->customer(QStringLiteral("cu-old")));
        QCOMPARE(bench->session->draft(QStringLiteral("old")), QStringLiteral("a draft"));

        // Nothing may be kept: what is closed goes, what is open stays.
        bench->configure = [](Session::Config &config) { config.historyDays = 0; };
        bench->restart();
        QTRY_VERIFY(bench->session->conversations().size() == 1);
        QVERIFY(bench->session->conversation(v1));
    }
};

QTEST_GUILESS_MAIN(SessionPolicyTest)
#include "tst_session_policy.moc"
