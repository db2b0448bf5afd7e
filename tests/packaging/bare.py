# SPDX-License-Identifier: GPL-3.0-or-later
"""Bare Debian systems in folders, made by debootstrap, entered without a trace on the machine around them."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import textwrap

from proof import until

# The first words of what is run in a system: processes, mounts and, where asked for, network of their own, gone with the last command.
SETUP = """
set -eu
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev"
mount -t tmpfs tmpfs "$ROOT/tmp"
chmod 1777 "$ROOT/tmp"
mkdir -p "$ROOT/tmp/.X11-unix"
if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix "$ROOT/tmp/.X11-unix"; fi
if [ "$NETWORK" = own ]; then ip link set lo up; fi
if [ "$FUSE" = none ]; then mount -t tmpfs -o mode=755 tmpfs "$ROOT/mnt"; : >"$ROOT/mnt/none"; chmod 000 "$ROOT/mnt/none"; mount --bind "$ROOT/mnt/none" "$ROOT/dev/fuse"; fi
exec chroot "$ROOT" /bin/sh -eu -c "$SCRIPT"
"""


# Where the administrator of such a system works.
HOME = "/root"


def surroundings(home=HOME):
    """The environment of what is run in a system."""
    return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive", "DISPLAY": os.environ.get("DISPLAY", "")}


def need_success(script, code, out, err):
    if code != 0:
        raise AssertionError(f"{script.strip()[:300]}\nended with {code}\n{out[-3000:]}{err[-3000:]}")


def apt_sources():
    """Where this machine's own apt gets bookworm from: [(address, suite, components)]; nothing is written down here."""
    said = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"],
                          capture_output=True, text=True, check=True).stdout
    found = {tuple(line.split()) for line in said.splitlines()}
    return sorted(entry for entry in found if entry[1] in ("bookworm", "bookworm-updates", "bookworm-security") and entry[2] == "main")


class Bare:
    """One system. `run` enters it; everything started there ends with it."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    @classmethod
    def bootstrap(cls, root):
        sources = apt_sources()
        first = next(address for address, suite, _ in sources if suite == "bookworm")
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(root), first], check=True, stdout=subprocess.DEVNULL)
        system = cls(root)
        lines = [f"deb {address} {suite} {component}\n" for address, suite, component in sources]
        system.write("/etc/apt/sources.list", "".join(lines))
        for name in ("/etc/resolv.conf", "/etc/hosts"):
            system.write(name, pathlib.Path(name).read_text(encoding="utf-8"))
        # What an installation does without asking; and no documentation is cut away, because it is part of the packages.
        system.write("/etc/apt/apt.conf.d/99bare", 'APT::Install-Recommends "false";\nAcquire::Languages "none";\n')
        # A machine may have told its own apt how to get out.
        for path in pathlib.Path("/etc/apt/apt.conf.d").glob("*"):
            if "Acquire::http" in path.read_text(encoding="utf-8", errors="replace"):
                shutil.copy(path, system.root / "etc/apt/apt.conf.d" / path.name)
        system.run("apt-get -qq update")
        return system

    def copy(self, root):
        subprocess.run(["cp", "-a", str(self.root), str(root)], check=True)
        return Bare(root)

    def path(self, inside):
        return self.root / str(inside).lstrip("/")

    def write(self, inside, text, mode=0o644):
        self.path(inside).parent.mkdir(parents=True, exist_ok=True)
        self.path(inside).unlink(missing_ok=True)
        self.path(inside).write_text(text, encoding="utf-8")
        self.path(inside).chmod(mode)

    def put(self, file, inside):
        self.path(inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, self.path(inside))

    def popen(self, script, network="own", fuse="given", **more):
        environment = {**surroundings(), "ROOT": str(self.root), "NETWORK": network, "FUSE": fuse, "SCRIPT": textwrap.dedent(script)}
        command = ["unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child"] + (["--net"] if network == "own" else [])
        return subprocess.Popen([*command, "/bin/sh", "-c", SETUP], env=environment, **more)

    def run(self, script, network="host", fuse="given", check=True, seconds=900):
        """Runs a script of sh in the system and returns what it said on standard output."""
        process = self.popen(script, network, fuse, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        if check:
            need_success(script, process.returncode, out, err)
        return out

    def brings(self, *debs):
        """Puts packages where the administrator works; returns them as words of a command."""
        inside = [f"{HOME}/{os.path.basename(deb)}" for deb in debs]
        for deb, path in zip(debs, inside):
            self.put(deb, path)
        return " ".join(inside)

    def installs(self, *debs, after="true"):
        return self.run(f"apt-get -q -y install {self.brings(*debs)} 2>&1; {after}")


class Booted:
    """A bare system that runs: systemd is its first process, its network is its own. For `with`: it is shut down at the end."""

    def __init__(self, system):
        self.system = system
        self.root = system.root
        self.process = self.first = self.said = None

    def __enter__(self):
        # No systemd need run on the machine around it. The display's socket is put where the start of a system clears nothing away.
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            ["systemd-nspawn", "--quiet", f"--directory={self.root}", "--boot", "--register=no", "--keep-unit", "--private-network",
             "--console=pipe", "--bind-ro=/tmp/.X11-unix:/opt/display"], stdin=subprocess.DEVNULL, stdout=self.said, stderr=subprocess.STDOUT)
        try:
            until(self.is_up, "the system")
            self.run("mkdir -p /tmp/.X11-unix && mount --bind /opt/display /tmp/.X11-unix")
        except BaseException:
            self.said.seek(0)
            print(self.said.read(), file=sys.stderr)
            self.__exit__()
            raise
        return self

    def is_up(self):
        if self.process.poll() is not None:
            raise ChildProcessError(f"it ended with {self.process.returncode}")
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False).stdout.split()
        self.first = children[-1] if children else None
        return self.first and self.run("systemctl is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(60)
        self.said.close()

    def run(self, script, check=True, words="", user="root", home=HOME):
        """A script of sh in it; returns what it said. `words`: what it reads on standard input."""
        inside = ["runuser", "-u", user, "--"] if user != "root" else []
        done = subprocess.run(["nsenter", f"--target={self.first}", "--all", "--root", f"--wdns={home}", *inside, "/bin/sh", "-euc",
                               textwrap.dedent(script)], input=words, env=surroundings(home), capture_output=True, text=True, timeout=600, check=False)
        if check:
            need_success(script, done.returncode, done.stdout, done.stderr)
        return done.stdout if check else done
