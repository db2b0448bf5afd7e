#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: ./dev package check [--only NAME,…] [--keep DIR] [--from-scratch]
The long proof of the packages, as root on a Debian 12 with its own mirror: makes both kinds twice, then installs, uses, upgrades, removes and
purges them on bare systems made by debootstrap. Says what was found, with numbers; pictures go to build/packages/check. About ten minutes, with
--from-scratch (a second build in another folder, without a cache) half an hour more. --keep DIR: the bare system is kept there for the next time."""
import argparse
import ctypes
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "system/story"))
from bare import Bare  # noqa: E402
from proof import PACKAGES, PASSWORD, ROOT, Display, digest, later_debs, need, newest, package, say, until  # noqa: E402
from service import check_service  # noqa: E402

# What every desktop has, whichever it is: a display's client libraries, a graphics library, fonts, a message bus. Nothing of Qt.
DESKTOP_BASE = "libgl1 libegl1 libopengl0 libglx0 libx11-6 libx11-xcb1 libxcb1 libwayland-client0 libwayland-egl1 libfontconfig1 " \
    "libharfbuzz0b libstdc++6 fonts-noto-core fonts-noto-cjk dbus shared-mime-info"
BUDGET_BYTES, BUDGET_WINDOW_S = 60_000_000, 1.0

# The installed hub by its installed configuration, as its service runs it, since no systemd runs in a chroot.
START_HUB = r"""
    runuser -u liaison-hub -- /usr/bin/liaison-hub --config /etc/liaison-hub/hub.conf serve >/tmp/ready 2>/tmp/hub.log & hub=$!
    for i in $(seq 300); do grep -q ^ready /tmp/ready && break; kill -0 $hub || { cat /tmp/hub.log >&2; exit 1; }; sleep 0.1; done
    grep ^ready /tmp/ready
"""
STOP_HUB = r"""
    kill -TERM $(pgrep -f '^/usr/bin/liaison-hub .*serve$' | tail -n 1)
    code=0; wait $hub || code=$?
    echo "hub ended with $code"
"""


def say_lintian(debs):
    said = subprocess.run(["lintian", "--no-cfg", "--allow-root", *debs], capture_output=True, text=True, check=False).stdout
    for line in said.splitlines():
        say(f"lintian: {line}")
    need(not re.search(r"^E:", said, re.MULTILINE), "lintian finds no error")


def sign_in(system, display, picture, options="", script_before="", script_after="", user="agent"):
    """Hub and workstation in one system with a network of its own; returns when the window showed the signed-in agent."""
    script = f"""
        {script_before}
        {START_HUB}
        printf '%s\\n' '{PASSWORD}' >/tmp/password; chmod 644 /tmp/password
        id {user} >/dev/null 2>&1 || useradd -m {user}
        runuser -u {user} -- env QT_QPA_PLATFORM=xcb HOME=/home/{user} liaison --hub http://127.0.0.1:8080 --agent lin --password-file /tmp/password \\
            --language en {options} >/tmp/window.log 2>&1 & window=$!
        for i in $(seq 1200); do [ -e /tmp/enough ] && break; kill -0 $window || {{ cat /tmp/window.log >&2; exit 1; }}; sleep 0.1; done
        kill $window; wait $window || true
        {script_after}
        {STOP_HUB}
    """
    process = system.popen(script, network="own", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        def shown():
            if process.poll() is not None:
                raise AssertionError(f"ended with {process.returncode}: {''.join(process.communicate())}")
            return [name for name in display.windows() if "Sign in" not in name]
        titles = until(shown, "the window of the signed-in agent")
        display.picture(picture)
        # The folder /tmp of the system is its own: the word goes in by a process that is in it.
        inner = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout.split()[0]
        subprocess.run(["nsenter", "-t", inner, "-m", "touch", f"{system.root}/tmp/enough"], check=True)
        out, err = process.communicate(timeout=120)
        need(process.returncode == 0 and "hub ended with 0" in out, f"signed in ({titles[0]}), hub drained on SIGTERM: {out.split()[-1]} {err[-500:]}")
        return out
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(20)


def count(system, query):
    return system.run(f"""runuser -u liaison-hub -- python3 - <<'END'
import sqlite3
print(sqlite3.connect("/var/lib/liaison-hub/hub.db").execute("{query}").fetchone()[0])
END""").strip()


def check_debs(base, scratch, build, display):
    liaison, hub = newest("liaison_*.deb"), newest("liaison-hub_*.deb")
    say_lintian([liaison, hub, newest("liaison-release_*.deb")])
    system = base.copy(scratch / "debs")
    system.run("apt-get -q -y install python3 procps man-db >/dev/null 2>&1")
    before = set(system.run("find / -xdev \\( -path /proc -o -path /dev -o -path /tmp -o -path /root \\) -prune -o -print").split("\n"))
    said = system.installs(liaison, hub, after="pgrep -l liaison || echo nothing runs")
    need(said.endswith("nothing runs\n"), "installed, and without systemd nothing was started")
    need(system.run("stat -c '%U %G %a' /var/lib/liaison-hub /etc/liaison-hub /etc/liaison-hub/hub.conf").split("\n")[:3] ==
         ["liaison-hub liaison-hub 700", "root liaison-hub 750", "root liaison-hub 640"], "data and configuration are the service's and root's only")
    wants = system.run("ls /etc/systemd/system/multi-user.target.wants").split()
    need("liaison-hub.service" in wants, f"the service starts with the system: {wants}")
    need("liaison" in system.run("man -w liaison liaison-hub liaison-hubctl && man liaison-hubctl | head -n 5"), "the manual is there")
    system.run(f"""
        liaison-hubctl check-config
        liaison-hubctl queue add "After-sales" --id aftersales
        echo '{PASSWORD}' | liaison-hubctl agent add lin --display "Lin" --capacity 30
    """)
    need(system.run("liaison-hubctl agent list").startswith("lin\tLin"), "liaison-hubctl works on the service's data")
    need(not system.run("find /var/lib/liaison-hub ! -user liaison-hub").strip(), "and leaves nothing of root's in it")
    sign_in(system, display, "deb-signed-in")
    devices = count(system, "SELECT COUNT(*) FROM device_session")
    say(f"the hub knows {devices} device(s)")

    # A later version of the same, over what an administrator changed.
    system.run("sed -i 's/^name = .*/name = Our desk/' /etc/liaison-hub/hub.conf")
    version, packages = later_debs(build, scratch, liaison)
    later = [packages["liaison"], packages["liaison-hub"]]
    system.installs(*later)
    need(system.run("dpkg-query -W -f '${Version}\\n' liaison liaison-hub") == f"{version}\n" * 2, f"upgraded to {version}")
    need("name = Our desk" in system.run("cat /etc/liaison-hub/hub.conf"), "the changed configuration stays")
    need(system.run("stat -c %a /etc/liaison-hub/hub.conf").strip() == "640", "and who may read it")
    sign_in(system, display, "deb-after-upgrade")
    need(count(system, "SELECT COUNT(*) FROM device_session") == devices, "the same device again: data of hub and workstation were kept")

    system.run("apt-get -q -y remove liaison liaison-hub 2>&1")
    need(system.run("ls /usr/bin/liaison* /usr/sbin/liaison* 2>/dev/null || true") == "", "removed: the programs are gone")
    need(system.run("ls /var/lib/liaison-hub/hub.db /etc/liaison-hub/hub.conf").count("\n") == 2, "data and configuration stay")
    said = system.run("apt-get -q -y purge liaison-hub 2>&1")  # the workstation's package had nothing left to purge
    need("is kept" in said and system.run("ls /var/lib/liaison-hub/hub.db /etc/liaison-hub 2>/dev/null || true").strip() ==
         "/var/lib/liaison-hub/hub.db", "purged without an answer: configuration gone, data kept")
    system.installs(*later)
    need(system.run("liaison-hubctl agent list").startswith("lin\tLin"), "installed again, it goes on with them")
    system.run("echo 'liaison-hub liaison-hub/remove-data boolean true' | debconf-set-selections")
    system.run("apt-get -q -y purge liaison liaison-hub 2>&1")
    need(system.run("ls -d /var/lib/liaison-hub /etc/liaison-hub 2>/dev/null || getent passwd liaison-hub || true").strip() == "",
         "purged with the answer yes: data, configuration and user gone")
    after = set(system.run("find / -xdev \\( -path /proc -o -path /dev -o -path /tmp -o -path /root -o -path /home -o -path /var/cache \\) -prune -o -print").split("\n"))
    left = sorted(path for path in after - before if "liaison" in path)
    need(not left, f"nothing with our name is left {left}")


def seconds_to_window(display, start):
    """From the start of the process to the first window that can be seen."""
    begun = time.monotonic()
    process = start()
    until(display.windows, "a window", 60)
    took = time.monotonic() - begun
    process.terminate()
    process.wait(30)
    until(lambda: not display.windows(), "the window gone")
    return took


def check_wayland(image):
    """The AppImage under a compositor without a screen: by what name does it ask for its window?"""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o700)
        environment = {**os.environ, "XDG_RUNTIME_DIR": folder, "WAYLAND_DISPLAY": "wayland-check", "QT_QPA_PLATFORM": "wayland",
                       "WAYLAND_DEBUG": "1", "HOME": folder,
                       # This compositor has no seat, and Qt 6.4's own input method under Wayland does not look whether there is one.
                       "QT_IM_MODULE": "compose"}
        environment.pop("DISPLAY")
        compositor = subprocess.Popen(["weston", "--backend=headless-backend.so", "--socket=wayland-check", "--idle-time=0"], env=environment,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: os.path.exists(f"{folder}/wayland-check"), "the compositor")
        said = pathlib.Path(folder) / "said"
        with said.open("w", encoding="utf-8") as file:
            window = subprocess.Popen([image, "--data", f"{folder}/d", "--language", "en"], env=environment, stdout=file, stderr=file)
        try:
            text = until(lambda: (words := said.read_text(encoding="utf-8", errors="replace")) and "set_title" in words and
                         re.search(r"wl_surface@\d+\.attach", words) and words, "a window under Wayland")
            need('set_app_id("liaison")' in text, "under Wayland its window is liaison's, as the desktop file is")
        finally:
            window.terminate()
            window.wait(30)
            compositor.terminate()
            compositor.wait(30)


def check_appimage(base, scratch, build, display):
    os.environ["LIAISON_BIN_DIR"] = str(ROOT / build / "bin")
    from programs import Hub, end  # noqa: E402  (asks for the folder when it is read)
    image = newest("Liaison-*.AppImage")
    size = image.stat().st_size
    need(size <= BUDGET_BYTES, f"the AppImage has {size / 1e6:.1f} MB (budget {BUDGET_BYTES / 1e6:.0f})")
    library = ctypes.CDLL("libappimage.so.1.0abi1")
    library.appimage_get_payload_offset.restype = ctypes.c_ssize_t
    offset = int(subprocess.run([image, "--appimage-offset"], capture_output=True, text=True, check=True).stdout)
    home = scratch / "home"
    home.mkdir()
    os.environ["XDG_DATA_HOME"] = str(home)
    need(library.appimage_get_type(str(image).encode(), False) == 2, "libappimage says type 2")
    need(library.appimage_get_payload_offset(str(image).encode()) == offset, f"and the same offset, {offset}")
    need(library.appimage_register_in_system(str(image).encode(), False) == 0, "and registers it:")
    entries = list(home.glob("applications/*.desktop"))
    need(len(entries) == 1 and "x-scheme-handler/liaison" in entries[0].read_text(encoding="utf-8"), f"{entries[0].name} with liaison://")

    system = base.copy(scratch / "appimage")
    system.run(f"apt-get -q -y install {DESKTOP_BASE} >/dev/null 2>&1")
    need(not system.run("dpkg-query -W -f '${Package}\\n' | grep -i qt || true").strip(), "the bare system has nothing of Qt")
    system.put(image, "/opt/our programs/Liaison.AppImage")
    system.path("/opt/our programs/Liaison.AppImage").chmod(0o755)
    system.run("useradd -m agent")
    start_script = """
        {become} env HOME=/home/agent QT_QPA_PLATFORM={platform} '/opt/our programs/Liaison.AppImage' --hub {url} --agent lin --password-file /tmp/password \
            --data /home/agent/{data} --language {language} 2>&1 & window=$!
        for i in $(seq 1200); do [ -e /tmp/enough ] && break; kill -0 $window || exit 1; sleep 0.1; done
        kill $window; wait $window || echo "ended with $?"
    """
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(folder)
        hub.start()
        ways = {"mounted, root": ("", "given", "mounted"), "unpacked, ordinary user, no FUSE": ("runuser -u agent --", "none", "unpacked")}
        for language, (name, (become, fuse, short)) in zip(("en", "zh"), ways.items()):
            script = f"echo {PASSWORD} >/tmp/password\n" + start_script.format(become=become, platform="xcb", url=hub.url, data=short, language=language)
            process = system.popen(script, network="host", fuse=fuse, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

            def shown(process=process):
                if process.poll() is not None:
                    raise AssertionError(f"ended with {process.returncode}: {process.communicate()[0]}")
                return [one for one in display.windows() if "Sign in" not in one and "登录" not in one]
            titles = until(shown, "the window of the signed-in agent")
            inner = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout.split()[0]
            mounts = pathlib.Path(f"/proc/{inner}/mounts").read_text(encoding="utf-8")
            need((".mount_liaison" in mounts) == (short == "mounted"), f"{name}: signed in ({titles[0]})")
            pids = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "^liaison$", "getwindowpid"], capture_output=True, text=True,
                                  check=False).stdout
            say(f"its window says it is process {pids.split()[:1]}")
            display.picture(f"appimage-{short}")
            subprocess.run(["nsenter", "-t", inner, "-m", "touch", f"{system.root}/tmp/enough"], check=True)
            process.communicate(timeout=60)
            until(lambda: not display.windows(), "the window gone")
        end(hub.process)
        hub.close()

    check_wayland(image)
    check_start(image, display, hub.url, system.path("/home/agent/mounted"))


def check_start(image, display, url, account):
    """Time to the first window: of a new user (the sign-in), and of an agent whose work is there (the main window, from the local store)."""
    with tempfile.TemporaryDirectory() as folder:
        password = pathlib.Path(folder) / "password"
        password.write_text(PASSWORD + "\n", encoding="utf-8")
        agent = ["--data", account, "--hub", url, "--agent", "lin", "--password-file", password, "--no-keychain"]
        for words, arguments in (("the sign-in", ["--data", f"{folder}/new"]), ("the main window, the history unlocked by the password", agent)):
            for mode, unpack, budget in (("mounted", "0", f", budget {BUDGET_WINDOW_S}"), ("unpacked", "1", "")):
                environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "HOME": folder, "APPIMAGE_EXTRACT_AND_RUN": unpack,
                               # Nobody is to start a session bus and a keyring for this display.
                               "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/none"}

                def start(arguments=arguments, environment=environment):
                    return subprocess.Popen([image, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                took = [seconds_to_window(display, start) for _ in range(6)][1:]
                say(f"{mode}, to {words}: {statistics.median(took):.2f} s ({min(took):.2f}–{max(took):.2f}{budget})")


def check_same_bytes(base, scratch, build, display):
    first = {path.name: digest(path) for path in package(build, "deb", "appimage")}
    time.sleep(1.1)  # another second, should a time get in
    second = {path.name: digest(path) for path in package(build, "deb", "appimage")}
    need(first == second, "made twice of one build: the same bytes")
    for name, value in first.items():
        say(f"{value}  {name}")


def check_from_scratch(base, scratch, build, display):
    """Another folder, another time, no cache of the compiler's: what does not depend on them is the same."""
    before = {path.name: digest(path) for path in PACKAGES.glob("*") if path.suffix in (".deb", ".AppImage")}
    elsewhere = scratch / "another place"
    subprocess.run(["git", "-C", ROOT, "worktree", "add", "--detach", elsewhere], check=True, capture_output=True)
    try:
        begun = time.monotonic()
        subprocess.run(["./dev", "package", "deb", "appimage"], cwd=elsewhere, check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "CCACHE_DISABLE": "1"})
        after = {path.name: digest(path) for path in (elsewhere / "build/packages").glob("*") if path.is_file()}
        say(f"built a second time from nothing in {time.monotonic() - begun:.0f} s")
        for name, value in after.items():
            need(before[name] == value, f"the same bytes: {value}  {name}")
    finally:
        subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", elsewhere], check=False)


CHECKS = {"same-bytes": check_same_bytes, "debs": check_debs, "service": check_service, "appimage": check_appimage,
          "from-scratch": check_from_scratch}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--only", default="same-bytes,debs,service,appimage")
    parser.add_argument("--from-scratch", action="store_true")
    parser.add_argument("--keep")
    wishes = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("check: this needs root (debootstrap, chroot)")
    wanted = wishes.only.split(",") + (["from-scratch"] if wishes.from_scratch else [])
    display = Display()
    try:
        with tempfile.TemporaryDirectory(prefix="liaison-check-") as folder:
            scratch = pathlib.Path(folder)
            base = None
            if {"debs", "service", "appimage"} & set(wanted):
                kept = pathlib.Path(wishes.keep or scratch / "bare")
                base = Bare(kept) if (kept / "etc/debian_version").exists() else Bare.bootstrap(kept)
            for name in wanted:
                say(f"--- {name}")
                CHECKS[name](base, scratch, wishes.build, display)
    finally:
        display.close()
    say("everything is in order")


if __name__ == "__main__":
    main()
