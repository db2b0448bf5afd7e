#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a translation is unfinished or missing, if its placeholders differ from the source's, or if words are looked for at run
time under another context than the one they are translated in (a class that says tr() without Q_OBJECT)."""
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

PLACEHOLDER = re.compile(r"%L?(?:[0-9]{1,2}|n)|\{[a-z_.]+\}")


def faults(path):
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name")
        for message in context.iter("message"):
            source = message.findtext("source") or ""
            translation = message.find("translation")
            if translation is None or translation.get("type") in ("vanished", "obsolete"):
                continue
            if translation.get("type") == "unfinished":
                yield f"{path}: {name}: unfinished: {source!r}"
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            for form in forms:
                if not form.strip():
                    yield f"{path}: {name}: empty: {source!r}"
                elif set(PLACEHOLDER.findall(form)) - set(PLACEHOLDER.findall(source)) or (
                    set(PLACEHOLDER.findall(source)) - {"%n"} - set(PLACEHOLDER.findall(form))
                ):
                    yield f"{path}: {name}: placeholders differ: {source!r} / {form!r}"


def sources(path):
    return {
        (context.findtext("name"), message.findtext("source"))
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


def missing(root):
    """What the code says and translations/liaison_zh_CN.ts does not know, by asking lupdate."""
    bins = subprocess.run(["qtpaths6", "--query", "QT_INSTALL_BINS"], capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / "fresh.ts"
        said = subprocess.run(
            [f"{bins}/lupdate", "-locations", "none", "-I", ".", "app/workstation", "widgets", "models", "-ts", fresh],
            cwd=root, capture_output=True, text=True, check=True,
        )
        yield from (line for line in (said.stdout + said.stderr).splitlines() if "lacks Q_OBJECT" in line)
        known = sources(root / "translations" / "liaison_zh_CN.ts")
        yield from (f"{context}: not in the translations: {source!r}" for context, source in sorted(sources(fresh) - known))


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    found = [fault for path in sorted((root / "translations").glob("*.ts")) for fault in faults(path)] + list(missing(root))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
