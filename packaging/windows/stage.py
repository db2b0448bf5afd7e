#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: packaging/windows/stage.py FOLDER --prefix PREFIX [--search DIR…] PROGRAM…

Copies programs, Qt's plugins and every DLL they need into FOLDER, flat, as Windows looks for them: beside the program. What Windows itself
brings is left out, and a DLL that is neither there nor Windows' own is an error. Prints each file with who asked for it."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

# Opened by name at run time, so no import table speaks of them: folder below PREFIX/plugins, file, and whether the program does without.
PLUGINS = (
    ("platforms", "qwindows.dll", False),
    ("styles", "qwindowsvistastyle.dll", False),
    ("tls", "qschannelbackend.dll", False),
    ("imageformats", "qgif.dll", False),
    ("imageformats", "qico.dll", False),
    ("imageformats", "qjpeg.dll", False),
    ("imageformats", "qsvg.dll", False),
    ("iconengines", "qsvgicon.dll", False),
    ("multimedia", "windowsmediaplugin.dll", False),
    ("networkinformation", "qnetworklistmanager.dll", True),
)
# DLLs of Windows 10 that are imported; a new one is added here after a look at where it is from.
OF_WINDOWS = re.compile(
    r"^(api-ms-win-.*|advapi32|authz|bcrypt|comctl32|comdlg32|crypt32|d2d1|d3d9|d3d11|d3d12|dbghelp|dnsapi|dwmapi|dwrite|dxgi|dxva2|evr|"
    r"gdi32|imm32|iphlpapi|kernel32|mf|mfplat|mfreadwrite|mpr|msvcrt|ncrypt|netapi32|ntdll|ole32|oleaut32|opengl32|propsys|psapi|rpcrt4|"
    r"secur32|setupapi|shcore|shell32|shlwapi|ucrtbase|user32|userenv|usp10|uxtheme|version|winhttp|winmm|winspool|wldap32|ws2_32|"
    r"wtsapi32)\.(dll|drv)$",
    re.IGNORECASE,
)


def imports(file: pathlib.Path) -> list[str]:
    text = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", file], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^\s*DLL Name: (\S+)", text, re.MULTILINE)


class Stage:
    def __init__(self, folder: pathlib.Path, search: list[pathlib.Path]) -> None:
        self.folder = folder
        self.search = search
        self.missing: list[str] = []

    def add(self, file: pathlib.Path, below: str, asked_by: str) -> None:
        target = self.folder / below / file.name
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        subprocess.run(["x86_64-w64-mingw32-strip", "--strip-unneeded", target], check=True)
        print(f"{pathlib.PurePath(below, file.name)} ({target.stat().st_size // 1024} KiB), for {asked_by}")
        for name in imports(target):
            if not OF_WINDOWS.match(name):
                self.add_dll(name, file.name)

    def add_dll(self, name: str, asked_by: str) -> None:
        for folder in self.search:
            for file in folder.glob("*"):
                if file.name.lower() == name.lower():
                    self.add(file, ".", asked_by)
                    return
        self.missing.append(f"{name}, for {asked_by}")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--prefix", type=pathlib.Path, required=True)
    arguments.add_argument("--search", type=pathlib.Path, action="append", default=[])
    arguments.add_argument("programs", type=pathlib.Path, nargs="+")
    given = arguments.parse_args()
    stage = Stage(given.folder, [given.prefix / "bin", *given.search])
    for program in given.programs:
        stage.add(program, ".", "the start menu")
    for below, name, optional in PLUGINS:
        file = given.prefix / "plugins" / below / name
        if file.exists():
            stage.add(file, below, "Qt")
        elif not optional:
            stage.missing.append(f"{below}/{name}, for Qt")
    for line in stage.missing:
        print(f"missing: {line}", file=sys.stderr)
    return 1 if stage.missing else 0


if __name__ == "__main__":
    sys.exit(main())
