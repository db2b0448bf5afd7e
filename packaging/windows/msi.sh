#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/windows/msi.sh PAYLOAD VERSION OUT.msi. Makes the installer of a folder that holds liaison.exe, liaison-purge.exe and all
# that they need. Each way in which wixl 0.101 differs from WiX is mended here and explained in docs/windows.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
payload=$(realpath "$1")
version=$2
out=$(realpath -m "$3")
[[ $version =~ ^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,5}$ ]] || { echo "msi.sh: Windows wants a version like 1.2.3, not $version" >&2; exit 1; }
scratch=$(mktemp -d -t liaison-msi.XXXXXX)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" # wixl finds sources only by relative names

ln -s "$payload" payload
cp "$here/../../resources/app/liaison.ico" "$here/liaison.wxs" .
sed 's/$/\r/' "$here/shortcut.idt" >MsiShortcutProperty.idt

# The same version is the same product, whoever built it: roll-out tools look for it by this code.
upgrade=$(sed -n 's/.*UpgradeCode="\([^"]*\)".*/\1/p' liaison.wxs)
product=$(python3 -c 'import sys, uuid; print(str(uuid.uuid5(uuid.UUID(sys.argv[1]), sys.argv[2])).upper())' "$upgrade" "$version")

find -L payload -type f | LC_ALL=C sort |
    wixl-heat -p payload/ --component-group Payload --var var.Payload --directory-ref INSTALLDIR --win64 -x liaison.exe -x liaison-purge.exe \
        >files.wxs
wixl -a x64 -D Version="$version" -D ProductCode="$product" -D Payload=payload -D Icon=liaison.ico -D Win64=yes -o new.msi liaison.wxs files.wxs

# The older version is taken away inside the transaction, so that it comes back if the new one cannot be installed.
msibuild new.msi \
    -q "UPDATE \`InstallExecuteSequence\` SET \`Sequence\` = 1501 WHERE \`Action\` = 'RemoveExistingProducts'" \
    -q "UPDATE \`Property\` SET \`Value\` = 'WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;PURGE;ARPHELPLINK' WHERE \`Property\` = 'SecureCustomProperties'" \
    -i MsiShortcutProperty.idt
msibuild new.msi -s "Liaison $version" "Liaison maintainers" "x64;1033" >/dev/null

# What only real Windows would notice, and then on somebody's machine.
table() { msiinfo export new.msi "$1" | tr -d '\r'; }
fail() { echo "msi.sh: $*" >&2; exit 1; }
table Component | awk -F'\t' 'NR > 3 && $4 < 256 { bad = 1 } END { exit bad }' || fail "a component is not marked as 64-bit: $(table Component)"
at() { table InstallExecuteSequence | awk -F'\t' -v action="$1" '$1 == action { print $3 }'; }
[ "$(at RemoveExistingProducts)" -gt "$(at InstallInitialize)" ] || fail "RemoveExistingProducts is outside the transaction"
[ "$(at PurgeData)" -gt "$(at InstallInitialize)" ] && [ "$(at PurgeData)" -lt "$(at RemoveFiles)" ] || fail "PurgeData is at $(at PurgeData)"
table Property | grep -q $'^ALLUSERS\t1$' || fail "not for all users"
table LaunchCondition | grep -q WIX_DOWNGRADE_DETECTED || fail "downgrades are not refused"
mkdir -p "$(dirname "$out")"
mv new.msi "$out"
echo "$out"
