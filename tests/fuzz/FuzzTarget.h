// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QByteArrayList>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace liaison::fuzz {

/// What is done with one hostile input. It must not crash, hang, read what is not its own, or break a promise it makes.
using Target = void (*)(const QByteArray &input);

/// All targets by name. Filled before main().
inline std::map<std::string, Target> &targets()
{
    static std::map<std::string, Target> table;
    return table;
}

struct Registration
{
    Registration(const char *name, Target target) { targets().emplace(name, target); }
};

/// A promise of the code under test. Ends the program, so that libFuzzer keeps the input and a test fails.
inline void promise(bool kept, const char *what)
{
    if (kept)
        return;
    std::fprintf(stderr, "promise broken: %s\n", what);
    std::abort();
}

/// Cuts an input at its first `n - 1` line breaks into `n` pieces, so that a corpus file can be read and written by hand.
inline QByteArrayList pieces(const QByteArray &input, qsizetype n)
{
    QByteArrayList list;
    qsizetype from = 0;
    while (list.size() < n - 1) {
        const qsizetype to = input.indexOf('\n', from);
        list.append(to < 0 ? input.mid(from) : input.mid(from, to - from));
        from = to < 0 ? input.size() : to + 1;
    }
    list.append(input.mid(from));
    return list;
}

} // namespace liaison::fuzz

/// Defines a target: `LIAISON_FUZZ(name) { … input … }`, its corpus in tests/fuzz/corpus/<name>.
#define LIAISON_FUZZ(name)                                                                                                       \
    static void fuzz_##name(const QByteArray &input);                                                                            \
    static const liaison::fuzz::Registration registration_##name(#name, &fuzz_##name);                                           \
    static void fuzz_##name(const QByteArray &input)
