# SPDX-License-Identifier: GPL-3.0-or-later
# Everything we link that is not ours; docs/dependencies.md says why and under which licence.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Network WebSockets Sql Svg Multimedia Test LinguistTools)
find_package(Qt6Keychain REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)

# SQLCipher, linked statically with its symbols hidden: linked dynamically, Qt's QSQLITE plugin would run on its engine.
# The .pc file's version lies, so a program is run: see cmake/probe_sqlcipher.c.
find_path(SQLCIPHER_INCLUDE sqlite3.h PATH_SUFFIXES sqlcipher NO_DEFAULT_PATH PATHS /usr/include /usr/local/include)
find_library(SQLCIPHER_LIBRARY libsqlcipher.a)
if(NOT SQLCIPHER_INCLUDE OR NOT SQLCIPHER_LIBRARY)
  message(FATAL_ERROR "libsqlcipher-dev (>= 4.6, static library) is missing; ./dev setup installs it")
endif()
try_run(SQLCIPHER_RUNS SQLCIPHER_COMPILES "${CMAKE_BINARY_DIR}/probe"
  SOURCES "${CMAKE_SOURCE_DIR}/cmake/probe_sqlcipher.c"
  CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${SQLCIPHER_INCLUDE}"
  LINK_LIBRARIES "${SQLCIPHER_LIBRARY}" OpenSSL::Crypto ZLIB::ZLIB m ${CMAKE_DL_LIBS} Threads::Threads
  COMPILE_OUTPUT_VARIABLE probe_compile RUN_OUTPUT_VARIABLE probe_run)
if(NOT SQLCIPHER_COMPILES OR NOT SQLCIPHER_RUNS EQUAL 0)
  message(FATAL_ERROR "SQLCipher ${SQLCIPHER_LIBRARY} will not do: ${probe_compile} ${probe_run}")
endif()
add_library(liaison_sqlcipher INTERFACE)
target_include_directories(liaison_sqlcipher SYSTEM INTERFACE "${SQLCIPHER_INCLUDE}")
target_compile_definitions(liaison_sqlcipher INTERFACE SQLITE_HAS_CODEC)
target_link_libraries(liaison_sqlcipher INTERFACE "${SQLCIPHER_LIBRARY}" OpenSSL::Crypto ZLIB::ZLIB m
  ${CMAKE_DL_LIBS} Threads::Threads)
target_link_options(liaison_sqlcipher INTERFACE -Wl,--exclude-libs,libsqlcipher.a)

# What the shared precompiled headers include; see LiaisonTargets.cmake.
target_link_libraries(liaison_pch_core PRIVATE liaison_settings Qt6::Core)
target_link_libraries(liaison_pch_widgets PRIVATE liaison_settings Qt6::Widgets)
