# SPDX-License-Identifier: GPL-3.0-or-later
# Everything we link that is not ours; docs/dependencies.md says why and under which licence.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Network WebSockets Svg Multimedia Test)
if(CMAKE_CROSSCOMPILING)
  # lrelease runs here, not there.
  find_package(Qt6LinguistTools REQUIRED PATHS "${QT_HOST_PATH_CMAKE_DIR}" NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
else()
  find_package(Qt6 6.4 REQUIRED COMPONENTS LinguistTools)
endif()
find_package(Qt6Keychain REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
if(NOT WIN32) # what only the hub needs
  find_package(Qt6 6.4 REQUIRED COMPONENTS Sql)
  pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)
endif()

# SQLCipher, linked statically with its symbols hidden: linked dynamically, Qt's QSQLITE plugin would run on its engine.
# The .pc file's version lies, so a program is run: see cmake/probe_sqlcipher.c.
set(sqlcipher_needs OpenSSL::Crypto Threads::Threads)
if(WIN32)
  # As packaging/windows/libraries.sh makes it, in the prefix of the other libraries.
  find_path(SQLCIPHER_INCLUDE sqlcipher/sqlite3.h)
  set(SQLCIPHER_INCLUDE "${SQLCIPHER_INCLUDE}/sqlcipher")
  list(APPEND sqlcipher_needs ws2_32 crypt32 advapi32 user32)
  set(sqlcipher_from "packaging/windows/libraries.sh makes it")
else()
  find_path(SQLCIPHER_INCLUDE sqlite3.h PATH_SUFFIXES sqlcipher NO_DEFAULT_PATH PATHS /usr/include /usr/local/include)
  list(APPEND sqlcipher_needs ZLIB::ZLIB m ${CMAKE_DL_LIBS})
  set(sqlcipher_from "./dev setup installs it")
endif()
find_library(SQLCIPHER_LIBRARY NAMES libsqlcipher.a sqlcipher)
if(NOT SQLCIPHER_INCLUDE OR NOT SQLCIPHER_LIBRARY)
  message(FATAL_ERROR "libsqlcipher (>= 4.6, static library) is missing; ${sqlcipher_from}")
endif()
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  # It can be linked but not run here: libraries.sh pins its version, and the tests of the store say the rest where they run.
  set(SQLCIPHER_RUNS 0)
  try_compile(SQLCIPHER_COMPILES "${CMAKE_BINARY_DIR}/probe" SOURCES "${CMAKE_SOURCE_DIR}/cmake/probe_sqlcipher.c"
    CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${SQLCIPHER_INCLUDE}"
    LINK_LIBRARIES "${SQLCIPHER_LIBRARY}" ${sqlcipher_needs} OUTPUT_VARIABLE probe_compile)
else()
  try_run(SQLCIPHER_RUNS SQLCIPHER_COMPILES "${CMAKE_BINARY_DIR}/probe"
    SOURCES "${CMAKE_SOURCE_DIR}/cmake/probe_sqlcipher.c"
    CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${SQLCIPHER_INCLUDE}"
    LINK_LIBRARIES "${SQLCIPHER_LIBRARY}" ${sqlcipher_needs}
    COMPILE_OUTPUT_VARIABLE probe_compile RUN_OUTPUT_VARIABLE probe_run)
endif()
if(NOT SQLCIPHER_COMPILES OR NOT SQLCIPHER_RUNS EQUAL 0)
  message(FATAL_ERROR "SQLCipher ${SQLCIPHER_LIBRARY} will not do: ${probe_compile} ${probe_run}")
endif()
add_library(liaison_sqlcipher INTERFACE)
target_include_directories(liaison_sqlcipher SYSTEM INTERFACE "${SQLCIPHER_INCLUDE}")
target_compile_definitions(liaison_sqlcipher INTERFACE SQLITE_HAS_CODEC)
target_link_libraries(liaison_sqlcipher INTERFACE "${SQLCIPHER_LIBRARY}" ${sqlcipher_needs})
if(NOT WIN32) # there, a program has no symbols that a plugin could find
  target_link_options(liaison_sqlcipher INTERFACE -Wl,--exclude-libs,libsqlcipher.a)
endif()

# What the shared precompiled headers include; see LiaisonTargets.cmake.
target_link_libraries(liaison_pch_core PRIVATE liaison_settings Qt6::Core)
target_link_libraries(liaison_pch_widgets PRIVATE liaison_settings Qt6::Widgets)
