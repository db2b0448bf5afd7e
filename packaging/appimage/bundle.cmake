# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DAPPDIR=DIR -DQT_PLUGINS=DIR -DQT_TRANSLATIONS=DIR -DLIBRARIES=DIR -P bundle.cmake
# Brings into an AppDir, where the workstation is installed below usr/, what it needs besides the host's base libraries: Qt's plugins by
# name, because they are opened while it runs, and the closure of everything that is linked.
cmake_minimum_required(VERSION 3.25)
foreach(needed APPDIR QT_PLUGINS QT_TRANSLATIONS LIBRARIES)
  if(NOT ${needed})
    message(FATAL_ERROR "bundle.cmake: ${needed} is not given")
  endif()
endforeach()
find_program(PATCHELF patchelf REQUIRED)

set(plugins
  platforms/libqxcb.so platforms/libqwayland-generic.so platforms/libqoffscreen.so
  wayland-shell-integration/libxdg-shell.so wayland-decoration-client/libbradient.so
  platforminputcontexts/libcomposeplatforminputcontextplugin.so platforminputcontexts/libibusplatforminputcontextplugin.so
  platforminputcontexts/libfcitx5platforminputcontextplugin.so
  iconengines/libqsvgicon.so
  imageformats/libqgif.so imageformats/libqico.so imageformats/libqjpeg.so imageformats/libqsvg.so imageformats/libqwebp.so
  tls/libqopensslbackend.so)
# Opened by name while it runs: TLS by Qt, the desktop's secret store by QtKeychain.
set(opened libssl.so.3 libcrypto.so.3 libsecret-1.so.0)

set(program "${APPDIR}/usr/bin/liaison")
set(library_folder "${APPDIR}/usr/lib")
file(MAKE_DIRECTORY "${library_folder}")
set(given)
foreach(plugin IN LISTS plugins)
  if(NOT EXISTS "${QT_PLUGINS}/${plugin}")
    message(FATAL_ERROR "bundle.cmake: ${QT_PLUGINS}/${plugin} is missing")
  endif()
  get_filename_component(folder "${APPDIR}/usr/plugins/${plugin}" DIRECTORY)
  file(COPY "${QT_PLUGINS}/${plugin}" DESTINATION "${folder}" FOLLOW_SYMLINK_CHAIN)
  list(APPEND given "${QT_PLUGINS}/${plugin}")
endforeach()
foreach(library IN LISTS opened)
  list(APPEND given "${LIBRARIES}/${library}")
endforeach()

file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/host-libraries.txt" host REGEX "^[^#]")
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES "${program}" LIBRARIES ${given}
  DIRECTORIES "${LIBRARIES}" "${LIBRARIES}/pulseaudio"
  PRE_EXCLUDE_REGEXES ${host}
  RESOLVED_DEPENDENCIES_VAR libraries UNRESOLVED_DEPENDENCIES_VAR missing)
if(missing)
  message(FATAL_ERROR "bundle.cmake: not found: ${missing}")
endif()
foreach(library IN LISTS opened)
  list(APPEND libraries "${LIBRARIES}/${library}")
endforeach()
list(REMOVE_DUPLICATES libraries)
foreach(library IN LISTS libraries)
  get_filename_component(name "${library}" NAME)
  file(REAL_PATH "${library}" real)
  file(COPY_FILE "${real}" "${library_folder}/${name}")
endforeach()
# With OpenSSL 3 Qt 6.4 asks for these names first; without them it would take whatever the host has.
file(CREATE_LINK libssl.so.3 "${library_folder}/libssl.so" SYMBOLIC)
file(CREATE_LINK libcrypto.so.3 "${library_folder}/libcrypto.so" SYMBOLIC)

# Everything finds its libraries from where it lies itself.
function(set_rpath rpath)
  foreach(file IN LISTS ARGN)
    execute_process(COMMAND "${PATCHELF}" --set-rpath "${rpath}" "${file}" COMMAND_ERROR_IS_FATAL ANY)
    file(CHMOD "${file}" FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  endforeach()
endfunction()
file(GLOB copied "${library_folder}/*.so*")
list(FILTER copied EXCLUDE REGEX "/lib(ssl|crypto)\\.so$")
file(GLOB copied_plugins "${APPDIR}/usr/plugins/*/*.so")
set_rpath("$ORIGIN" ${copied})
set_rpath("$ORIGIN/../../lib" ${copied_plugins})
set_rpath("$ORIGIN/../lib" "${program}")

file(WRITE "${APPDIR}/usr/bin/qt.conf" "[Paths]\nPrefix=..\nPlugins=plugins\nTranslations=translations\n")
file(COPY "${QT_TRANSLATIONS}/qtbase_zh_CN.qm" DESTINATION "${APPDIR}/usr/translations")

# What an AppImage has at its top.
file(CREATE_LINK usr/bin/liaison "${APPDIR}/AppRun" SYMBOLIC)
file(CREATE_LINK usr/share/applications/liaison.desktop "${APPDIR}/liaison.desktop" SYMBOLIC)
file(COPY_FILE "${APPDIR}/usr/share/icons/hicolor/scalable/apps/liaison.svg" "${APPDIR}/liaison.svg")
file(CREATE_LINK liaison.svg "${APPDIR}/.DirIcon" SYMBOLIC)
list(LENGTH libraries count)
message(STATUS "bundled ${count} libraries")
