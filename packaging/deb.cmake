# SPDX-License-Identifier: GPL-3.0-or-later
# Three Debian packages by CPack: liaison, liaison-hub, liaison-release. `./dev package deb` runs it. docs/decisions/0009 says why so.
set(LIAISON_MAINTAINER "Liaison maintainers <maintainers@liaison.example>" CACHE STRING "Whom the packages name as their maintainer")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME liaison)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_VENDOR Liaison)
set(CPACK_PACKAGE_CONTACT "${LIAISON_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL workstation hub release)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SOURCE liaison)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# Plugins are opened while the program runs, so no tool sees them: they are named here.
set(CPACK_DEBIAN_WORKSTATION_PACKAGE_NAME liaison)
set(CPACK_DEBIAN_WORKSTATION_PACKAGE_SECTION net)
set(CPACK_COMPONENT_WORKSTATION_DESCRIPTION "workstation of customer-service agents
The window in which an agent serves many customers at once: conversations
from the web page, canned replies, the customer's record, an encrypted local
history that is searched while offline. It speaks to a Liaison hub over one
long connection and loses nothing when the line or the machine goes down.

The hub is in the package liaison-hub.")
set(CPACK_DEBIAN_WORKSTATION_PACKAGE_DEPENDS "qt6-qpa-plugins, libqt6svg6, shared-mime-info")
set(CPACK_DEBIAN_WORKSTATION_PACKAGE_RECOMMENDS
  "qt6-wayland, gnome-keyring | kwalletmanager, libsecret-1-0, qt6-translations-l10n, qt6-image-formats-plugins, fonts-noto-cjk, xdg-utils")
set(CPACK_DEBIAN_WORKSTATION_PACKAGE_SUGGESTS "fcitx5-frontend-qt6, liaison-hub")

set(CPACK_DEBIAN_HUB_PACKAGE_NAME liaison-hub)
set(CPACK_DEBIAN_HUB_PACKAGE_SECTION net)
set(CPACK_COMPONENT_HUB_DESCRIPTION "server of the Liaison customer-service system
Customers write to it from a web page, agents hold one long connection to it
from their workstations. It keeps every conversation in an embedded database
and loses nothing that was acknowledged.

The service runs as its own user under systemd, listens on loopback until it
is told otherwise in /etc/liaison-hub/hub.conf, and keeps its data in
/var/lib/liaison-hub.")
set(CPACK_DEBIAN_HUB_PACKAGE_DEPENDS "libqt6sql6-sqlite, adduser, debconf (>= 0.5) | debconf-2.0")
set(CPACK_DEBIAN_HUB_PACKAGE_RECOMMENDS "ca-certificates, qt6-image-formats-plugins")
set(hub_scripts "${CMAKE_CURRENT_SOURCE_DIR}/linux/hub")
set(CPACK_DEBIAN_HUB_PACKAGE_CONTROL_EXTRA
  "${hub_scripts}/conffiles;${hub_scripts}/config;${hub_scripts}/postinst;${hub_scripts}/prerm;${hub_scripts}/postrm;${hub_scripts}/templates")

set(CPACK_DEBIAN_RELEASE_PACKAGE_NAME liaison-release)
set(CPACK_DEBIAN_RELEASE_PACKAGE_SECTION admin)
set(CPACK_COMPONENT_RELEASE_DESCRIPTION "keys and signed manifests of Liaison's updates
For whoever publishes versions of the Liaison workstation, on a machine that
is off the net: makes the keys by which workstations believe an update, signs
the manifest that says what is current, and verifies it.")

include(CPack)
