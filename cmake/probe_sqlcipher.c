/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run by CMake: is this SQLCipher 4 on SQLite >= 3.43 with FTS5 contentless_delete? Prints why not. */
#define SQLITE_HAS_CODEC 1
#include <sqlite3.h>
#include <stdio.h>

int main(void)
{
    sqlite3 *db = 0;
    sqlite3_stmt *statement = 0;
    int good = 0;
    if (sqlite3_libversion_number() < 3043000) {
        printf("SQLite %s is older than 3.43\n", sqlite3_libversion());
        return 1;
    }
    if (sqlite3_open(":memory:", &db) != SQLITE_OK || sqlite3_key(db, "probe", 5) != SQLITE_OK) {
        printf("cannot open a keyed database\n");
        return 1;
    }
    if (sqlite3_prepare_v2(db, "PRAGMA cipher_version", -1, &statement, 0) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW)
        good = sqlite3_column_text(statement, 0)[0] == '4';
    sqlite3_finalize(statement);
    if (!good) {
        printf("cipher_version is not 4.x\n");
        return 1;
    }
    if (sqlite3_exec(db, "CREATE VIRTUAL TABLE t USING fts5(seg, content='', contentless_delete=1)", 0, 0, 0)
        != SQLITE_OK) {
        printf("no FTS5 with contentless_delete: %s\n", sqlite3_errmsg(db));
        return 1;
    }
    sqlite3_close(db);
    return 0;
}
