// SPDX-License-Identifier: GPL-3.0-or-later
// The fuzzer's end of every target (clang, preset `fuzz`): which one is said by the environment, so that one program holds them all.
#include "tests/fuzz/FuzzTarget.h"

#include <QCoreApplication>
#include <cstdint>

namespace {
liaison::fuzz::Target chosen = nullptr;
}

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *name = std::getenv("LIAISON_FUZZ_TARGET");
    const auto &all = liaison::fuzz::targets();
    const auto found = all.find(name ? name : "");
    if (found == all.end()) {
        for (const auto &[known, target] : all)
            std::printf("%s\n", known.c_str());
        std::exit(name && *name ? 2 : 0);
    }
    chosen = found->second;
    static QCoreApplication application(*argc, *argv);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    // A copy of exactly this size: one byte beyond it is somebody else's.
    chosen(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    return 0;
}
