#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The AppImage's runtime on a tiny image: mounted, unpacked, as an ordinary user without FUSE, from a path with spaces, killed. Each mode
must run the program with its arguments, pass its exit code on, and leave nothing behind. Environment: LIAISON_BIN_DIR."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

RUNTIME = pathlib.Path(os.environ["LIAISON_BIN_DIR"]) / "appimage-runtime"
ORDINARY = 65534  # nobody
# Says where it is, what it was given, and ends as it was told to.
PROGRAM = """#!/bin/sh
printf '%s\\n' "$APPDIR" "$APPIMAGE" "$ARGV0" "$OWD" "$(cat "$APPDIR/data.txt" | wc -l)" "$@"
case $1 in
    exit) exit $2 ;;
    wait) exec sleep 600 ;;
    late) (sleep 1; cat "$APPDIR/data.txt" >/dev/null 2>&1) & exit 0 ;;
esac
"""


def can_mount():
    """Whether this very machine lets this user use FUSE; where it does not, the fallback is what is tried."""
    return os.geteuid() == 0 and os.access("/dev/fuse", os.R_OK | os.W_OK)


def until(condition, seconds=20.0):
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while time.monotonic() < deadline:
        if condition():
            return True
        pause.wait(0.02)
    return False


class Runtime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Below /tmp even if TMPDIR is elsewhere: an ordinary user has to get in.
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="liaison-runtime-", dir="/tmp"))
        cls.folder.chmod(0o755)
        appdir = cls.folder / "AppDir"
        (appdir / "usr/bin").mkdir(parents=True)
        (appdir / "usr/bin/tiny").write_text(PROGRAM, encoding="ascii")
        (appdir / "usr/bin/tiny").chmod(0o755)
        (appdir / "AppRun").symlink_to("usr/bin/tiny")
        (appdir / "data.txt").write_text("".join(f"{n}\n" for n in range(100000)), encoding="ascii")
        files = cls.folder / "files"
        subprocess.run(["mksquashfs", appdir, files, "-root-owned", "-noappend", "-no-progress", "-quiet", "-comp", "zstd"],
                       check=True, capture_output=True)
        (cls.folder / "a path with spaces").mkdir()
        cls.image = cls.folder / "a path with spaces" / "Tiny 1.AppImage"
        data = bytearray(RUNTIME.read_bytes() + files.read_bytes())
        data[8:11] = b"AI\x02"
        cls.image.write_bytes(data)
        cls.image.chmod(0o755)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def setUp(self):
        self.tmp = self.folder / "tmp"
        self.tmp.mkdir()
        self.tmp.chmod(0o1777)

    def tearDown(self):
        self.assertTrue(until(lambda: not os.listdir(self.tmp)), f"left behind: {os.listdir(self.tmp)}")
        self.tmp.rmdir()

    def run_image(self, *arguments, user=None, image=None, **environment):
        return subprocess.run([image or self.image, *arguments], capture_output=True, text=True, timeout=60, user=user, cwd=self.folder,
                              env={"PATH": os.environ["PATH"], "TMPDIR": str(self.tmp), **environment}, check=False)

    def assert_ran(self, done, code, *arguments, mounted):
        self.assertEqual(done.returncode, code, done.stderr)
        lines = done.stdout.splitlines()
        self.assertTrue(lines[0].startswith(str(self.tmp / (".mount_" if mounted else "appimage_extracted_"))), lines[0])
        self.assertEqual(lines[1], str(self.image))
        self.assertEqual(lines[3:5], [str(self.folder), "100000"])
        self.assertEqual(lines[5:], list(arguments))

    def test_plain_start(self):
        done = self.run_image("exit", "7", "two words", "", "--appimage-help")
        self.assert_ran(done, 7, "exit", "7", "two words", "", "--appimage-help", mounted=can_mount())
        self.assertEqual(done.stderr, "")

    def test_unpacked(self):
        self.assert_ran(self.run_image("--appimage-extract-and-run", "exit", "5"), 5, "exit", "5", mounted=False)
        self.assert_ran(self.run_image("exit", "6", APPIMAGE_EXTRACT_AND_RUN="1"), 6, "exit", "6", mounted=False)
        self.assert_ran(self.run_image("x", APPIMAGE_EXTRACT_AND_RUN="0"), 0, "x", mounted=can_mount())

    @unittest.skipIf(os.geteuid() != 0, "needs root to become another user")
    def test_ordinary_user_without_fuse(self):
        self.assertFalse(os.stat("/dev/fuse").st_mode & 0o006 if os.path.exists("/dev/fuse") else 0, "here everybody may use FUSE")
        self.assert_ran(self.run_image("exit", "9", user=ORDINARY), 9, "exit", "9", mounted=False)

    def test_through_a_link(self):
        link = self.folder / "link"
        link.symlink_to(self.image)
        self.assert_ran(self.run_image("x", image=link), 0, "x", mounted=can_mount())
        link.unlink()

    def start_waiting(self, **environment):
        process = subprocess.Popen([self.image, "wait"], stdout=subprocess.PIPE, text=True,
                                   env={"PATH": os.environ["PATH"], "TMPDIR": str(self.tmp), **environment})
        folder = process.stdout.readline().strip()
        for _ in range(5):
            process.stdout.readline()
        self.assertTrue(os.path.isdir(folder))
        return process, folder

    def test_cleared_away_after_a_kill(self):
        for mode in ("", "1"):
            with self.subTest(unpacked=mode):
                process, folder = self.start_waiting(APPIMAGE_EXTRACT_AND_RUN=mode)
                process.send_signal(signal.SIGKILL)
                process.wait(20)
                process.stdout.close()
                self.assertEqual(process.returncode, -signal.SIGKILL)
                self.assertTrue(until(lambda: not os.path.exists(folder)))
                self.assertNotIn(folder, pathlib.Path("/proc/mounts").read_text(encoding="utf-8"))

    def test_what_runs_on_keeps_nothing(self):
        done = self.run_image("late")
        self.assertEqual(done.returncode, 0)

    def test_nothing_of_the_caller_is_held_open(self):
        # Somebody reads what the program says until its end: the keeper must not be a second writer. communicate() would hang.
        process, _ = self.start_waiting()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.stdout.read(), "")
        process.stdout.close()
        process.wait(20)

    def test_extract(self):
        work = self.folder / "work"
        work.mkdir()
        where = {"cwd": work, "capture_output": True, "text": True, "timeout": 60, "check": False}
        done = subprocess.run([self.image, "--appimage-extract", "usr/bin/*"], **where)
        self.assertEqual((done.returncode, done.stdout), (0, "squashfs-root/usr/bin/tiny\n"), done.stderr)
        done = subprocess.run([self.image, "--appimage-extract"], **where)
        self.assertEqual(done.returncode, 0, done.stderr)
        subprocess.run(["diff", "-r", "--no-dereference", self.folder / "AppDir", work / "squashfs-root"], check=True)
        self.assertTrue(os.access(work / "squashfs-root/usr/bin/tiny", os.X_OK))
        shutil.rmtree(work)

    def test_mount_until_asked(self):
        process = subprocess.Popen([self.image, "--appimage-mount"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env={"PATH": os.environ["PATH"], "TMPDIR": str(self.tmp)})
        if can_mount():
            folder = process.stdout.readline().strip()
            self.assertEqual((pathlib.Path(folder) / "AppRun").resolve(), pathlib.Path(folder) / "usr/bin/tiny")
            with self.assertRaises(OSError):
                (pathlib.Path(folder) / "new").write_text("x", encoding="ascii")
            process.send_signal(signal.SIGINT)
        process.wait(20)
        said = process.stderr.read()
        process.stdout.close()
        process.stderr.close()
        self.assertEqual(process.returncode, 0 if can_mount() else 1, said)

    def test_questions(self):
        self.assertEqual(self.run_image("--appimage-offset").stdout, f"{RUNTIME.stat().st_size}\n")
        self.assertIn("type 2", self.run_image("--appimage-version").stdout)
        self.assertIn("--appimage-extract-and-run", self.run_image("--appimage-help").stdout)
        unknown = self.run_image("--appimage-nonsense")
        self.assertEqual((unknown.returncode, unknown.stdout), (2, ""))

    def test_broken_images_say_so(self):
        whole = self.image.read_bytes()
        begin = RUNTIME.stat().st_size
        for name, data in (("cut off", whole[:begin]), ("half", whole[: begin + (len(whole) - begin) // 2]),
                           ("a hole", whole[: begin + 200] + bytes(4096) + whole[begin + 4296 :])):
            with self.subTest(name):
                broken = self.folder / f"{name}.AppImage"
                broken.write_bytes(data)
                broken.chmod(0o755)
                done = self.run_image("exit", "0", image=broken, APPIMAGE_EXTRACT_AND_RUN="1")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertNotEqual(done.stderr, "")

    def test_static(self):
        said = subprocess.run(["file", RUNTIME], capture_output=True, text=True, check=True).stdout
        self.assertIn("statically linked", said)
        self.assertLess(RUNTIME.stat().st_size, 2_000_000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
