# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced. debian_source WORK PACKAGE DIR: the newest source package that Debian's archive still has, unpacked into DIR with Debian's
# patches; fails with a reason. apt gets lists of its own below WORK: the system's packages, seen as sources. Nothing of the system is
# changed, and root is not needed.

debian_source() {
    local work=$1 package=$2 dir=$3 version got= log=$1/$2.fetch.log
    local options=(-o "Dir::State::Lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" -o "Dir::Etc::SourceList=$work/apt/sources"
        -o Dir::Etc::SourceParts=/dev/null -o APT::Sandbox::User=root -o Acquire::Retries=3 -q)
    if [ ! -f "$work/apt/ready" ]; then
        mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
        apt-get indextargets --format '$(CREATED_BY) $(REPO_URI) $(SUITE) $(CODENAME) $(COMPONENT) $(SIGNED_BY)' | LC_ALL=C sort -u |
            awk '$1 == "Packages" && $2 ~ /debian/ && $4 !~ /backports/ { print "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] " $2 " " $4 " " $5 }' |
            LC_ALL=C sort -k4 >"$work/apt/sources" # a version that is in two suites is taken from the first: the release before its updates
        [ -s "$work/apt/sources" ] || { echo "apt names no Debian archive" >&2; return 1; }
        apt-get "${options[@]}" update >"$work/apt/log" 2>&1 || { tail -5 "$work/apt/log" >&2; echo "apt-get update for sources failed" >&2; return 1; }
        touch "$work/apt/ready"
    fi
    rm -rf "$work/fetch"
    mkdir "$work/fetch"
    : >"$log"
    # The newest first; an archive does not always have the file of what its list names.
    for version in $(apt-cache "${options[@]}" showsrc --only-source "$package" 2>>"$log" | sed -n 's/^Version: //p' | sort -ruV); do
        echo "Debian's source package $package $version"
        (cd "$work/fetch" && apt-get "${options[@]}" source --download-only "$package=$version") >>"$log" 2>&1 && got=yes && break
        rm -f "$work/fetch/"*
    done
    [ -n "$got" ] || { grep '^E:' "$log" >&2 || true; echo "the source package $package cannot be had" >&2; return 1; }
    dpkg-source --extract "$work/fetch/"*.dsc "$work/fetch/tree" >>"$log" 2>&1 || { echo "$package does not unpack: see $log" >&2; return 1; }
    mv "$work/fetch/tree" "$dir"
}
