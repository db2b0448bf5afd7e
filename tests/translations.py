#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a translation is unfinished, or its placeholders differ from the source's."""
import pathlib
import re
import sys
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


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    found = [fault for path in sorted((root / "translations").glob("*.ts")) for fault in faults(path)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
