-- SPDX-License-Identifier: GPL-3.0-or-later
-- prosody as it is measured. What differs from Debian's default says why.
data_path = "@FOLDER@"
run_as_root = true -- a folder and a port of its own, ended after a minute
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { @PORT@ }
s2s_ports = {}
-- "tls" is left out: no server encrypts in this comparison. "limits" is left out: the customers write as fast as they can.
modules_enabled = { "saslauth", "roster", "register_ibr", "mam" }
modules_disabled = { "s2s", "tls", "limits" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
allow_registration = true
authentication = "internal_plain" -- signing in is not measured
storage = "@STORAGE@"
sql = { driver = "SQLite3", database = "prosody.sqlite" }
default_archive_policy = true -- everything, for both sides
log = { warn = "*console" }
VirtualHost "@DOMAIN@"
