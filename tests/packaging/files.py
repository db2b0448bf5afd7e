#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed beside the programs: valid for those who read it, and true to the programs. Environment: LIAISON_BIN_DIR,
LIAISON_BUILD_DIR. Needs no display and no network."""
import ctypes
import gzip
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

LIBC = ctypes.CDLL(None)
ROOT = pathlib.Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging/linux"
BIN = pathlib.Path(os.environ["LIAISON_BIN_DIR"])
BUILD = pathlib.Path(os.environ["LIAISON_BUILD_DIR"])
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def run(*command, check=True, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=ENVIRONMENT, timeout=60, check=False, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def options_of_man(page):
    text = (LINUX / page).read_text(encoding="utf-8").replace("\\-", "-").replace("\\fR", "").replace("\\fP", "")
    return set(OPTION.findall(text))


def installed(component):
    """What `cmake --install` lays down for a component, as paths below the root."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**ENVIRONMENT, "DESTDIR": folder}
        command = ["cmake", "--install", str(BUILD), "--prefix", "/usr"] + (["--component", component] if component else [])
        subprocess.run(command, check=True, capture_output=True, env=env, timeout=120)
        root = pathlib.Path(folder)
        return {"/" + str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


class Desktop(unittest.TestCase):
    def test_desktop_file(self):
        done = run("desktop-file-validate", LINUX / "liaison.desktop")
        self.assertEqual(done.stdout + done.stderr, "")

    def test_metadata(self):
        # The id is no reversed domain: the project has none. Everything else counts.
        run("appstreamcli", "validate", "--no-net", "--pedantic", "--override", "cid-desktopapp-is-not-rdns=info", LINUX / "liaison.metainfo.xml")

    def test_one_version(self):
        version = run(BIN / "liaison-hub", "--version").stdout.split()[-1]
        self.assertIn(version, run(BIN / "liaison", "--version").stdout)
        newest = ET.parse(LINUX / "liaison.metainfo.xml").getroot().find("releases/release").get("version")
        self.assertEqual(newest, version)
        self.assertEqual((LINUX / "changelog").read_text(encoding="utf-8").split()[1], f"({version})")


class Manual(unittest.TestCase):
    def test_pages_are_well_formed(self):
        for page in ("liaison.1", "liaison-hub.8", "liaison-release.1"):
            with self.subTest(page):
                self.assertEqual(run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", LINUX / page, cwd=LINUX).stderr, "")
                self.assertEqual(run("mandoc", "-T", "lint", "-W", "warning", LINUX / page).stdout, "")
        self.assertEqual((LINUX / "liaison-hubctl.8").read_text(encoding="ascii"), ".so man8/liaison-hub.8\n")

    def test_workstation_options(self):
        told = set(OPTION.findall(run(BIN / "liaison", "--help").stdout))
        self.assertIn("--hub", told)
        self.assertEqual(told, options_of_man("liaison.1"))
        bash = (LINUX / "completions/liaison").read_text(encoding="utf-8")
        self.assertEqual(told, set(OPTION.findall(re.search(r'compgen -W "(--hub[^"]*)"', bash)[1])))
        zsh = (LINUX / "completions/_liaison").read_text(encoding="utf-8")
        self.assertEqual(told, set(OPTION.findall(zsh)))

    def test_release_options(self):
        told = set(OPTION.findall(run(BIN / "liaison-release", "--help").stdout))
        self.assertIn("--store-schema", told)
        self.assertEqual(told | {"--help"}, options_of_man("liaison-release.1"))
        completion = (LINUX / "completions/liaison-release").read_text(encoding="utf-8")
        self.assertEqual(told | {"--help"}, set(OPTION.findall(completion)))

    def test_hub_commands(self):
        usage = run(BIN / "liaison-hub", "--help").stdout
        manual = run("man", "-E", "UTF-8", "-P", "cat", "-l", LINUX / "liaison-hub.8", cwd=LINUX).stdout
        manual = re.sub(r"[-‐]\n\s*", "", manual)
        words = re.sub(r"\s+", " ", manual)
        commands = re.findall(r"^([a-z-]+)(?:  |$)", usage, re.MULTILINE)
        self.assertIn("serve", commands)
        commands += re.findall(r"(?:^|\| )((?:agent|queue|code|canned) [a-z]+)", usage, re.MULTILINE)
        self.assertIn("queue leave", commands)
        completion = (LINUX / "completions/liaison-hub").read_text(encoding="utf-8")
        for command in commands:
            with self.subTest(command):
                self.assertIn(command, words)
                for word in command.split():
                    self.assertRegex(completion, rf"[\"| ]{word}[\"| ]")
        told = set(OPTION.findall(usage)) - {"--key"}
        self.assertLessEqual(told - {"--"}, options_of_man("liaison-hub.8"))
        for option in told - {"--help"}:
            self.assertIn(option, completion)


class Service(unittest.TestCase):
    def test_unit(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "liaison-hub.service"
            text = (LINUX / "hub/liaison-hub.service").read_text(encoding="utf-8")
            unit.write_text(text.replace("/usr/bin/liaison-hub", str(BIN / "liaison-hub")), encoding="utf-8")
            done = run("systemd-analyze", "verify", "--man=no", unit)
            about_us = [line for line in done.stderr.splitlines() if "liaison-hub" in line]
            self.assertEqual(about_us, [])
            # Out of ten, less is better.
            run("systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=15", unit)

    def test_the_hub_tells_when_it_is_ready(self):
        with tempfile.TemporaryDirectory() as folder:
            ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            ear.bind(f"{folder}/ear")
            ear.settimeout(30)
            # As under MemoryDenyWriteExecute=: the kernel's own way to forbid it, where it has one (PR_SET_MDWE).
            hub = subprocess.Popen([BIN / "liaison-hub", "--data_dir", f"{folder}/data", "--http_port", "0", "--link_port", "0", "serve"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**ENVIRONMENT, "NOTIFY_SOCKET": f"{folder}/ear"},
                                   preexec_fn=lambda: LIBC.prctl(65, 1, 0, 0, 0))
            try:
                self.assertEqual(ear.recv(100), b"READY=1")
                self.assertRegex(hub.stdout.readline(), rb"^ready http=")
                hub.terminate()
                self.assertEqual(ear.recv(100), b"STOPPING=1")
                self.assertEqual(hub.wait(30), 0)
            finally:
                hub.kill()
                hub.wait(30)
                hub.stdout.close()
                ear.close()

    def test_configuration(self):
        conf = BUILD / "packaging/made/hub.conf"
        self.assertIn("data_dir = /var/lib/liaison-hub\n", conf.read_text(encoding="utf-8"))
        run(BIN / "liaison-hub", "--config", conf, "check-config")

    def test_templates_speak_both_languages(self):
        text = (LINUX / "hub/templates").read_text(encoding="utf-8")
        self.assertEqual(text.count("\nDescription:"), text.count("\nDescription-zh_CN.UTF-8:"))


class Installation(unittest.TestCase):
    def test_workstation(self):
        files = installed("workstation")
        share = "/usr/share/"
        for path in ("/usr/bin/liaison", share + "applications/liaison.desktop", share + "metainfo/liaison.metainfo.xml",
                     share + "icons/hicolor/scalable/apps/liaison.svg", share + "icons/hicolor/256x256/apps/liaison.png",
                     share + "man/man1/liaison.1.gz", share + "bash-completion/completions/liaison", share + "zsh/vendor-completions/_liaison",
                     share + "doc/liaison/copyright", share + "doc/liaison/changelog.gz"):
            self.assertIn(path, files)
        self.assertEqual({path for path in files if "liaison" not in path}, set())
        self.assertEqual({path for path in files if "hub" in path}, set())

    def test_hub(self):
        self.assertEqual(installed("hub"), {
            "/etc/liaison-hub/hub.conf", "/usr/bin/liaison-hub", "/usr/sbin/liaison-hubctl", "/usr/lib/systemd/system/liaison-hub.service",
            "/usr/share/man/man8/liaison-hub.8.gz", "/usr/share/man/man8/liaison-hubctl.8.gz",
            "/usr/share/bash-completion/completions/liaison-hub", "/usr/share/bash-completion/completions/liaison-hubctl",
            "/usr/share/doc/liaison-hub/copyright", "/usr/share/doc/liaison-hub/changelog.gz"})

    def test_release(self):
        share = "/usr/share/"
        self.assertEqual(installed("release"), {
            "/usr/bin/liaison-release", share + "man/man1/liaison-release.1.gz", share + "bash-completion/completions/liaison-release",
            share + "doc/liaison-release/copyright", share + "doc/liaison-release/changelog.gz"})

    def test_nothing_else(self):
        self.assertEqual(installed(None), installed("workstation") | installed("hub") | installed("release"))

    def test_compressed_without_a_time(self):
        for path in (BUILD / "packaging/made").rglob("*.gz"):
            with self.subTest(path.name):
                self.assertEqual(path.read_bytes()[4:8], bytes(4))
                self.assertTrue(gzip.decompress(path.read_bytes()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
