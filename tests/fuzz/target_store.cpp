// SPDX-License-Identifier: GPL-3.0-or-later
// What the local store makes of text and of files that somebody else has written: the search's words, the side-car files.
#include "models/store/HeadPage.h"
#include "models/store/KeyCheck.h"
#include "models/store/Segmenter.h"
#include "models/store/StoreFiles.h"
#include "models/store/WrappedKey.h"
#include "tests/fuzz/FuzzTarget.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>
#include <memory>
#include <sqlite3.h>

using namespace liaison;

namespace {

/// A search index in memory, as the store makes it.
class Index
{
public:
    Index()
    {
        sqlite3_open(":memory:", &m_db);
        sqlite3_exec(m_db, "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 2', prefix='1 3')",
                     nullptr, nullptr, nullptr);
        sqlite3_prepare_v2(m_db, "INSERT INTO t(rowid, x) VALUES (1, ?1)", -1, &m_insert, nullptr);
        sqlite3_prepare_v2(m_db, "SELECT count(*) FROM t WHERE t MATCH ?1", -1, &m_match, nullptr);
    }
    ~Index()
    {
        sqlite3_finalize(m_insert);
        sqlite3_finalize(m_match);
        sqlite3_close(m_db);
    }
    Index(const Index &) = delete;
    Index &operator=(const Index &) = delete;

    void fill(const QString &segments)
    {
        sqlite3_exec(m_db, "DELETE FROM t", nullptr, nullptr, nullptr);
        run(m_insert, segments);
    }
    /// How many rows match; -1 if the expression is not one.
    int matches(const QString &expression) { return run(m_match, expression); }

private:
    static int run(sqlite3_stmt *statement, const QString &text)
    {
        const QByteArray utf8 = text.toUtf8();
        sqlite3_bind_text(statement, 1, utf8.constData(), int(utf8.size()), SQLITE_STATIC);
        const int result = sqlite3_step(statement);
        const int value = result == SQLITE_ROW ? sqlite3_column_int(statement, 0) : result == SQLITE_DONE ? 0 : -1;
        sqlite3_reset(statement);
        return value;
    }
    sqlite3 *m_db = nullptr;
    sqlite3_stmt *m_insert = nullptr;
    sqlite3_stmt *m_match = nullptr;
};

QString write(const QTemporaryDir &folder, const char *name, const QByteArray &bytes)
{
    const QString path = folder.filePath(QLatin1String(name));
    QFile file(path);
    fuzz::promise(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(), "the fuzzer can write its own files");
    return path;
}

} // namespace

LIAISON_FUZZ(segmenter)
{
    static Index index;
    // Line 1 is typed into the search, the rest is a message.
    const QByteArrayList part = fuzz::pieces(input, 2);
    const QString typed = QString::fromUtf8(part[0]);
    const QString text = QString::fromUtf8(part[1]);
    index.fill(Segmenter::segments(text));
    const QString query = Segmenter::query(typed);
    fuzz::promise(query.isEmpty() || index.matches(query) >= 0, "whatever is typed is a valid search");
    // The cut is within the first 200 characters and 24 terms, so only a short text must find itself.
    const QString whole = Segmenter::query(text);
    if (text.size() < 20 && !whole.isEmpty())
        fuzz::promise(index.matches(whole) == 1, "a text is found by itself");
}

LIAISON_FUZZ(store_files)
{
    // The files beside the database belong to the agent's account; what damages them must not do more than that.
    static const QTemporaryDir folder(QFile::exists(QStringLiteral("/dev/shm")) ? QStringLiteral("/dev/shm/liaison-fuzz-XXXXXX")
                                                                                : QString());
    static const QByteArray key(32, 'k');
    const QString a = write(folder, "a", input);
    const QString b = write(folder, "b", input.left(4096) + QByteArray(qMax<qsizetype>(0, 4096 - input.size()), '\0'));
    HeadPage::fits(a, b);
    fuzz::promise(!HeadPage::save(b, folder.filePath(QStringLiteral("c")), key), "a page that is not ours is not copied");
    HeadPage::putBack(a, b);
    fuzz::promise(KeyCheck::ask(a, key) != KeyCheck::Answer::Right, "a check value is not guessed");
    // argon2id asked for by the file itself would take minutes at its largest: the numbers are made small.
    QByteArray wrapped = input;
    if (wrapped.size() >= 20) {
        qToLittleEndian(quint64(1), wrapped.data() + 4);
        qToLittleEndian(quint64(8192), wrapped.data() + 12);
    }
    fuzz::promise(WrappedKey::unwrap(wrapped, QStringLiteral("guess")).isEmpty(), "a sealed key is not guessed");
}
