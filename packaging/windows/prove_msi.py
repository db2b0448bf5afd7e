#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: packaging/windows/prove_msi.py [PAYLOAD] [--keep FOLDER]

Installs, upgrades, refuses to downgrade, uninstalls and purges under wine, each step silently, and compares files and registry with
what they were before. PAYLOAD: a staged workstation; without one a stand-in that only knows --version takes its place, which proves the
installer but not the program. Needs xvfb-run, wine, wixl, msitools, mingw-w64."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
UNINSTALL = r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows\CurrentVersion\Uninstall"
RUN = r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows\CurrentVersion\Run"
HANDLER = r"HKEY_LOCAL_MACHINE\Software\Classes\liaison"
APP_PATH = r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows\CurrentVersion\App Paths\liaison.exe"
# msiexec ends with the low byte of Windows Installer's code here; 1603 is "fatal error", which a launch condition gives.
REFUSED = 1603 & 255
# What wine itself writes while programs run.
NOISE = re.compile(r"\\(Console|MMDevices|Explorer|Wine|DirectInput|Fonts|Internet Settings|Volatile Environment|Control Panel|Time Zones?)(\\|$)", re.IGNORECASE)
# Where Windows Installer keeps its books. The shelves may stay once there was something on them; nothing may lie on them.
SHELF = re.compile(r"\\Installer(\\(Features|Products|UpgradeCodes|Folders|UserData(\\S-[0-9-]+(\\(Components|Products))?)?))?$", re.IGNORECASE)


class Failed(Exception):
    pass


def check(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)
    print(f"  ok  {what}")


class Windows:
    """A fresh wine prefix, in which everything is put back to nothing at the end."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.drive = folder / "prefix" / "drive_c"
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        (folder / "home").mkdir()
        self.environment = dict(os.environ, WINEPREFIX=str(folder / "prefix"), HOME=str(folder / "home"), WINEDEBUG="-all", WINEARCH="win64",
                                WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d", XDG_RUNTIME_DIR=str(folder / "home"))
        self.run("wineboot", "--init")
        self.run("winecfg", "-v", "win10")
        # A program that crashes leaves its stack in what it wrote, instead of a question to nobody.
        self.run("reg", "add", r"HKCU\Software\Wine\WineDbg", "/v", "ShowCrashDialog", "/t", "REG_DWORD", "/d", "0", "/f")

    def run(self, *command: str, timeout: int = 180) -> subprocess.CompletedProcess:
        done = subprocess.run(["wine", *command], env=self.environment, capture_output=True, timeout=timeout, cwd=self.scratch)
        self.settle()
        return done

    def settle(self) -> None:
        subprocess.run(["wineserver", "-w"], env=self.environment, timeout=120, check=False)

    def end(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False, capture_output=True)

    def registry(self) -> dict[str, dict[str, str]]:
        keys: dict[str, dict[str, str]] = {}
        for root in ("HKLM\\Software", "HKCU"):
            self.run("reg", "export", root, "export.reg", "/y")
            text = (self.scratch / "export.reg").read_text(encoding="utf-16")
            text = re.sub(r"\\\r?\n\s*", "", text)
            current: dict[str, str] = {}
            for line in text.splitlines():
                if line.startswith("["):
                    current = keys.setdefault(line.strip("[]"), {})
                elif "=" in line:
                    name, _, value = line.partition("=")
                    current[name.strip('"')] = value
        return {key: values for key, values in keys.items() if not NOISE.search(key)}

    def files(self) -> set[str]:
        installed = [self.drive / "Program Files", self.drive / "ProgramData", *self.drive.glob("users/*/AppData/Roaming/Microsoft/Windows")]
        return {str(file.relative_to(self.drive)) for folder in installed for file in folder.rglob("*")}


def difference(before: dict, after: dict) -> list[str]:
    # A key that held nothing may go with the last value that was put into it.
    lines = [f"+ {key}" for key in after if key not in before and (after[key] or not SHELF.search(key))] + [f"- {key}" for key in before if before[key] and key not in after]
    for key in before.keys() & after.keys():
        for name in before[key].keys() | after[key].keys():
            if before[key].get(name) != after[key].get(name):
                lines.append(f"~ {key} {name}: {before[key].get(name)} -> {after[key].get(name)}")
    return sorted(lines)


def text(value: str) -> str:
    """What an exported value says, if it is a text."""
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def entries(registry: dict) -> list[dict[str, str]]:
    found = [values for key, values in registry.items() if key.lower().startswith(UNINSTALL.lower() + "\\")]
    return [{name: text(value) for name, value in values.items()} for values in found if values.get("DisplayName") == '"Liaison"']


def default(registry: dict, key: str, name: str = "@") -> str:
    for known, values in registry.items():
        if known.lower() == key.lower():
            return text(values.get(name, ""))
    return ""


def stand_in(folder: pathlib.Path) -> pathlib.Path:
    payload = folder / "payload"
    (payload / "platforms").mkdir(parents=True)
    (payload / "platforms" / "qwindows.dll").write_bytes(b"a stand-in")
    (payload / "guide.html").write_text("<p>a stand-in</p>")
    source = folder / "stand_in.c"
    source.write_text('#include <stdio.h>\nint main(void) { puts("liaison stand-in"); return 0; }\n')
    subprocess.run(["x86_64-w64-mingw32-gcc-posix", "-Os", "-s", source, "-o", payload / "liaison.exe"], check=True)
    return payload


def prove(windows: Windows, msi: dict[str, pathlib.Path], is_real: bool) -> None:
    user = next(path for path in windows.drive.glob("users/*") if path.name != "Public")
    data = user / "AppData" / "Local" / "liaison"
    programs = windows.drive / "Program Files" / "Liaison"
    before, files_before = windows.registry(), windows.files()

    def msiexec(what: str, package: str, *options: str) -> int:
        return windows.run("msiexec", what, f"Z:{msi[package]}".replace("/", "\\"), "/qn", *options).returncode

    print("install 1.0.0")
    check(msiexec("/i", "1.0.0") == 0, "installs silently")
    registry = windows.registry()
    entry = entries(registry)
    check(len(entry) == 1, "one entry in Apps")
    check((entry[0]["DisplayVersion"], entry[0]["Publisher"]) == ("1.0.0", "Liaison maintainers"), "with version and publisher")
    check(entry[0].get("HelpLink", "").endswith("guide.html"), f"with a help link: {entry[0].get('HelpLink')}")
    check(default(registry, HANDLER + r"\shell\open\command") == r'"C:\Program Files\Liaison\liaison.exe" "%1"', "liaison:// leads to it")
    check("URL Protocol" in registry.get(HANDLER, {}), "and says that it is an address")
    check(default(registry, APP_PATH) == r"C:\Program Files\Liaison\liaison.exe", "App Paths knows it")
    check("Liaison" not in registry.get(RUN, {}), "no autostart unless asked for")
    check((programs / "liaison.exe").is_file() and (programs / "platforms" / "qwindows.dll").is_file(), "the files lie in Program Files")
    check(any(name.endswith("Programs/Liaison.lnk") for name in windows.files()), "the start menu has it")
    print("  registry: " + f"{len(difference(before, registry))} differences while installed")

    print("the program")
    said = windows.run(r"C:\Program Files\Liaison\liaison.exe", "--version")
    output = said.stdout.decode(errors="replace").strip()
    check(said.returncode == 0 and output.startswith("liaison"), f"--version says: {output}")
    if is_real:
        said = windows.run(r"C:\Program Files\Liaison\liaison.exe", "--check")
        print("  --check ends with", said.returncode, "and says:")
        print("    " + said.stdout.decode(errors="replace").replace("\n", "\n    "))

    print("upgrade to 1.1.0")
    (data / "accounts" / "one").mkdir(parents=True)
    (data / "accounts" / "one" / "store.db").write_bytes(b"history")
    check(msiexec("/i", "1.1.0") == 0, "installs over it")
    entry = entries(windows.registry())
    check([e["DisplayVersion"] for e in entry] == ["1.1.0"], "one entry, of the new version")
    check((programs / "liaison.exe").is_file(), "the program is there")
    check((data / "accounts" / "one" / "store.db").read_bytes() == b"history", "the user's data too")

    print("downgrade to 1.0.0")
    ended = msiexec("/i", "1.0.0")
    check(ended == REFUSED, f"is refused ({ended})")
    check([e["DisplayVersion"] for e in entries(windows.registry())] == ["1.1.0"], "and nothing changed")
    check((programs / "liaison.exe").is_file(), "the program is still there")

    print("uninstall")
    check(msiexec("/x", "1.1.0") == 0, "silently")
    left = difference(before, windows.registry())
    check(not left, "the registry is what it was before" if not left else "left in the registry:\n    " + "\n    ".join(left))
    stray = windows.files() - files_before
    check(not stray, "the files too" if not stray else f"left: {sorted(stray)}")
    check((data / "accounts" / "one" / "store.db").is_file(), "the user's data stays")

    print("install with autostart, uninstall with PURGE=1")
    check(msiexec("/i", "1.0.0", "ADDLOCAL=Complete,AutoStart") == 0, "installs")
    check(default(windows.registry(), RUN, "Liaison") == r'"C:\Program Files\Liaison\liaison.exe"', "starts when a user signs in")
    read_only = data / "accounts" / "one" / "read-only"
    read_only.write_bytes(b"x")
    read_only.chmod(0o400)
    (user / "AppData" / "Local" / "neighbour").mkdir(exist_ok=True)
    check(msiexec("/x", "1.0.0", "PURGE=1") == 0, "uninstalls")
    check(not data.exists(), "the data of every user is gone")
    check((user / "AppData" / "Local" / "neighbour").is_dir(), "what lies beside it is not")
    left = difference(before, windows.registry())
    check(not left, "the registry is what it was before" if not left else "left in the registry:\n    " + "\n    ".join(left))
    check(not windows.files() - files_before, "the files too")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("payload", type=pathlib.Path, nargs="?")
    arguments.add_argument("--keep", type=pathlib.Path)
    given = arguments.parse_args()
    if not os.environ.get("LIAISON_UNDER_XVFB"):
        os.environ["LIAISON_UNDER_XVFB"] = "1"
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", sys.executable, *sys.argv])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="liaison-wine."))
    windows = None
    try:
        payload = folder / "payload"
        if given.payload:
            shutil.copytree(given.payload, payload)
        else:
            stand_in(folder)
        if not (payload / "liaison-purge.exe").exists():
            subprocess.run([HERE / "purge.sh", payload / "liaison-purge.exe"], check=True)
        msi = {}
        for version in ("1.0.0", "1.1.0"):
            msi[version] = folder / f"liaison-{version}.msi"
            subprocess.run([HERE / "msi.sh", payload, version, msi[version]], check=True)
        windows = Windows(folder)
        prove(windows, msi, given.payload is not None)
    except Failed as failure:
        print(f"FAILED: {failure}")
        return 1
    finally:
        if windows:
            windows.end()
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            shutil.move(folder, given.keep)
    print("the installer does what it should" + ("" if given.payload else " (with a stand-in for the program)"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
