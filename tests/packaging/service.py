# SPDX-License-Identifier: GPL-3.0-or-later
"""The hub as the service it is, under a running systemd with every hardening of its unit, and the first agent at a seat. What an administrator
types is taken from docs/administrator.md itself, so that the guide is true word by word."""
import json
import re
import subprocess

from bare import Booted
from proof import PASSWORD, ROOT, later_debs, need, newest, say, until

GUIDE = ROOT / "docs/administrator.md"
HUB = "https://desk.example:8080"


def guide(words):
    """The lines to type that stand below the sentence with these words."""
    text = GUIDE.read_text(encoding="utf-8")
    block = re.search(r"```\n(.*?)```", text[text.index(words):], re.DOTALL)
    return block[1]


def shown(system, name):
    return system.run(f"systemctl show --value --property={name} liaison-hub").strip()


def configure(system, **keys):
    """Keys of the configuration, changed in the file."""
    for key, value in keys.items():
        system.run(f"sed -i 's|^{key} =.*|{key} = {value}|' /etc/liaison-hub/hub.conf; grep -qx '{key} = {value}' /etc/liaison-hub/hub.conf")


def hub_is_up(system, what):
    need(until(lambda: shown(system, "ActiveState") == "active", "the service is active"), what)
    return shown(system, "MainPID")


def prepared(base, scratch, debs):
    """A bare server and seat with systemd. What the packages need is fetched beforehand: it runs without a way out."""
    system = base.copy(scratch / "service")
    names = system.brings(*debs)
    system.run(f"""
        apt-get -q -y install systemd systemd-sysv dbus procps curl openssl sqlite3 man-db fonts-noto-cjk >/dev/null 2>&1
        apt-get -q -y install --download-only {names} >/dev/null 2>&1
        useradd -m agent
    """)
    # Somebody sits there and says yes.
    system.write("/etc/apt/apt.conf.d/98yes", 'APT::Get::Assume-Yes "true";\n')
    return system


def install(system):
    said = system.run(guide("**The hub, as a service.**"), words=f"{PASSWORD}\n")
    need("added aftersales" in said and "added solved" in said and "added lin" in said, "installed, first queue, code and agent, as the guide says")
    hub_is_up(system, "the service started by itself")
    need(system.run("systemctl is-enabled liaison-hub").strip() == "enabled", "and starts with the system")
    journal = "journalctl -u liaison-hub --no-pager -o cat _COMM=liaison-hub"
    logged = until(lambda: [json.loads(line) for line in system.run(journal).splitlines() if line.startswith("{")], "lines of JSON in the journal")
    say(f"ok: it logs to the journal ({len(logged)} lines of JSON)")
    need(system.run("curl -fsS http://127.0.0.1:8080/healthz"), "it answers for its health")
    say(f"systemd-analyze security: {system.run('systemd-analyze security --no-pager liaison-hub | tail -n 1').strip()}")


def configuration(system):
    change = guide("After a change:")
    before = shown(system, "MainPID")
    configure(system, name="Our desk")
    system.run(change)
    need(hub_is_up(system, "after a change it is started anew") != before, "as another process")
    system.run("cp /etc/liaison-hub/hub.conf ~/good.conf; echo 'nonsense = 1' >>/etc/liaison-hub/hub.conf")
    before = shown(system, "MainPID")
    done = system.run(change, check=False)
    need(done.returncode != 0 and "nonsense" in done.stdout + done.stderr, f"a mistake is named: {(done.stdout + done.stderr).strip()}")
    need(shown(system, "MainPID") == before, "and the service goes on as it was")
    system.run("systemctl restart liaison-hub", check=False)
    until(lambda: shown(system, "ActiveState") == "failed", "the service gave up")
    need((shown(system, "ExecMainStatus"), shown(system, "NRestarts")) == ("2", "0"), "started with the mistake it ends with 2 and is not tried again")
    system.run("cat ~/good.conf >/etc/liaison-hub/hub.conf; systemctl reset-failed liaison-hub; systemctl start liaison-hub")
    hub_is_up(system, "mended, it starts")


def crash(system):
    before = shown(system, "MainPID")
    system.run(f"kill -9 {before}")
    until(lambda: shown(system, "MainPID") not in ("0", before), "another process")
    hub_is_up(system, "killed, it is started again by systemd")


def port_443(system):
    page = system.run("MANWIDTH=120 man -P cat liaison-hub")
    lines = re.search(r"\[Service\]\n(?:.*=.*\n)+", page)[0]
    drop_in = "".join(line.strip() + "\n" for line in lines.splitlines())
    system.system.write("/etc/systemd/system/liaison-hub.service.d/override.conf", drop_in)
    configure(system, http_port=443)
    system.run("systemctl daemon-reload; systemctl restart liaison-hub")
    hub_is_up(system, "with the manual's drop-in it starts on port 443")
    need(system.run("curl -fsS http://127.0.0.1:443/healthz"), "and answers there")
    configure(system, http_port=8080)
    system.run("rm -r /etc/systemd/system/liaison-hub.service.d; systemctl daemon-reload; systemctl restart liaison-hub")
    hub_is_up(system, "and without it where it was")


def certificate(system):
    """The hub for other machines: a certificate of the house's own authority. Returns its pin."""
    system.run("""
        mkdir -p /etc/ssl/desk; cd /etc/ssl/desk
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ~/ca.key -out ca.pem -days 30 -subj '/CN=The house' 2>&1
        openssl req -newkey rsa:2048 -nodes -keyout hub.key -out ~/hub.csr -subj /CN=desk.example 2>&1
        printf 'subjectAltName=DNS:desk.example\\n' >~/names
        openssl x509 -req -in ~/hub.csr -CA ca.pem -CAkey ~/ca.key -CAcreateserial -days 30 -extfile ~/names -out hub.pem 2>&1
        install -D -m 0644 ca.pem /etc/liaison/ca.pem
        echo '127.0.0.1 desk.example' >>/etc/hosts
    """)
    configure(system, listen="0.0.0.0", tls_cert="/etc/ssl/desk/hub.pem", tls_key="/etc/ssl/desk/hub.key",
              public_url=HUB, public_link_url="wss://desk.example:8081/desk")
    done = system.run(guide("After a change:"), check=False)
    need(done.returncode != 0 and "hub.key" in done.stdout + done.stderr, f"a key the service cannot read is named: {(done.stdout + done.stderr).strip()}")
    system.run("chown root:liaison-hub /etc/ssl/desk/hub.key; chmod 0640 /etc/ssl/desk/hub.key; " + guide("After a change:"))
    hub_is_up(system, "with a certificate it is there for other machines")
    need(system.run(f"curl -fsS --cacert /etc/liaison/ca.pem {HUB}/healthz"), "and answers them")
    pin = re.search(r"The pin of a hub: `(.*?)`", GUIDE.read_text(encoding="utf-8"))[1]
    return system.run(f"cd /etc/ssl/desk; {pin}").strip()


class Seat:
    """The workstation of one agent in it: started without an option, as from the menu."""

    def __init__(self, system, display, pin, key):
        self.display = display
        lines = [f"hub_url = {HUB}", "hub_ca_file = /etc/liaison/ca.pem", f"hub_pins = {pin}", "language = en", f"update_key = {key}"]
        system.run("mkdir -p /etc/liaison/policy.d; cat >/etc/liaison/policy.d/50-site.ini", words="\n".join(lines) + "\n")
        checked = system.run("liaison --check", check=False, user="agent", home="/home/agent")
        need(checked.returncode == 0, "liaison --check finds a seat that is ready: " + ", ".join(
            line.strip() for line in checked.stdout.splitlines() if "warning" in line or "failed" in line))
        system.run("QT_QPA_PLATFORM=xcb systemd-run --quiet --unit=seat --uid=agent --setenv=HOME=/home/agent --setenv=DISPLAY=$DISPLAY "
                   "--setenv=QT_QPA_PLATFORM=xcb --setenv=LC_ALL=C.UTF-8 /usr/bin/liaison")
        self.system = system

    def sign_in(self):
        until(lambda: any("Sign in" in name for name in self.display.windows()), "the sign-in")
        self.display.picture("service-sign-in")
        for keys in (["type", "--delay", "40", "lin"], ["key", "Tab"], ["type", "--delay", "40", PASSWORD], ["key", "Return"]):
            subprocess.run(["xdotool", *keys], check=True, timeout=60)
        titles = until(lambda: [name for name in self.display.windows() if "Sign in" not in name], "the window of the agent")
        say(f"ok: first start: name and password, nothing else ({titles[0]})")
        until(lambda: "0.2.0" in self.system.run("cat ~/.local/share/liaison/update/*", check=False, user="agent", home="/home/agent").stdout,
              "the new version is known at the seat")
        self.display.picture("service-signed-in")

    def close(self):
        self.system.run("systemctl stop seat")
        until(lambda: not self.display.windows(), "the window gone")


def backup(system):
    epoch = "runuser -u liaison-hub -- sqlite3 /var/lib/liaison-hub/hub.db 'SELECT epoch FROM log_head'"
    before = system.run(epoch)
    system.run(guide("## Backup and restore"))
    hub_is_up(system, "a backup disturbs nobody")
    system.run(f"echo {PASSWORD} | liaison-hubctl agent add after --display After")
    said = system.run(guide("Back to it"))
    hub_is_up(system, "restored as the guide says, the service runs")
    names = [line.split("\t")[0] for line in system.run("liaison-hubctl agent list").splitlines()]
    need(names == ["lin"], "with what was there at the time of the backup")
    need("The log has a new epoch." in said and system.run(epoch) != before, "and every client starts over")
    need(system.run("stat -c '%a %U' /var/lib/liaison-hub /var/lib/liaison-hub/hub.db").split() == ["700", "liaison-hub", "600", "liaison-hub"],
         "still for the service's eyes only")
    need(not system.run("find /var/lib/liaison-hub ! -user liaison-hub").strip(), "nothing of it is root's")


def upgrade_and_removal(system, scratch, build, deb):
    version, later = later_debs(build, scratch, deb)
    later_deb = system.system.brings(later["liaison-hub"])
    before = shown(system, "MainPID")
    system.run(f"apt-get -q -y install {later_deb} 2>&1")
    need(hub_is_up(system, f"upgraded to {version}") != before, "which is what runs now")
    need("lin" in system.run("liaison-hubctl agent list"), "with its data")
    system.run("apt-get -q -y remove liaison-hub 2>&1")
    need(not system.run("pgrep -x liaison-hub", check=False).stdout, "removed: stopped")
    system.run(guide("unless it was answered beforehand"))
    system.run("apt-get -q -y purge liaison-hub 2>&1")
    need(not system.run("ls -d /var/lib/liaison-hub /etc/liaison-hub 2>/dev/null", check=False).stdout, "purged with the answer yes: nothing stays")


def publishing(system):
    """A key, a signed version, both from the guide's lines; offered by the hub. Returns the public key."""
    system.run("apt install ./liaison-release_*.deb 2>&1; mkdir -p updates; "
               "for kind in AppImage deb msi; do echo $kind >updates/liaison-0.2.0.$kind; done")
    key = system.run(guide("\n## Keys"), words="a long passphrase\n").strip()
    lines = re.sub(r"20\d\d-[01]\d-[0-3]\dT", "2020-01-01T", guide("## Publishing a version")).replace("--expires 2020", "--expires 2100")
    lines = lines.replace("--package linux-appimage", "--package linux-deb=updates/liaison-0.2.0.deb --package linux-appimage")
    said = system.run(lines.replace("--public KEY", f"--public {key}"), words="a long passphrase\n")
    need("Rightly signed" in said and said.count("as signed") == 3, "a version is signed and verified, as the guide says")
    system.run("cp -r updates /srv/")
    configure(system, updates_dir="/srv/updates")
    system.run(guide("After a change:"))
    hub_is_up(system, "the hub offers it")
    return key


def check_service(base, scratch, build, display):
    debs = [newest("liaison_*.deb"), newest("liaison-hub_*.deb"), newest("liaison-release_*.deb")]
    bare = prepared(base, scratch, debs)
    with Booted(bare) as system:
        install(system)
        configuration(system)
        crash(system)
        port_443(system)
        system.run(guide("**The workstation, as a package.**"))
        seat = Seat(system, display, certificate(system), publishing(system))
        seat.sign_in()
        seat.close()
        said = system.run("liaison --wipe --yes", user="agent", home="/home/agent")
        need(not system.run("find /home/agent/.local/share/liaison -type f", check=False).stdout.strip(), f"wiped: {said.strip().splitlines()[-1]}")
        backup(system)
        upgrade_and_removal(system, scratch, build, debs[1])
