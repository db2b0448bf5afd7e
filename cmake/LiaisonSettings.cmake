# SPDX-License-Identifier: GPL-3.0-or-later
# How every target is compiled. Options: LIAISON_WERROR, LIAISON_SANITIZE (address;undefined | thread), LIAISON_FUZZ (clang only).
option(LIAISON_WERROR "Treat warnings as errors" ON)
option(LIAISON_FUZZ "Make tests/fuzz a libFuzzer program instead of a test" OFF)
option(LIAISON_FAULT_POINTS "Let the fault campaign reach into the programs (models/domain/FaultPoint.h); never shipped" OFF)
set(LIAISON_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# What is shipped must not depend on where it was built, or when: no path of the build, no time of a file in it.
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  add_compile_options($<$<CONFIG:Release>:-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.>)
  # The compiler's options would stand in the debug information, of which the build id is made; ccache calls it with others.
  add_compile_options($<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-gno-record-gcc-switches>)
endif()
set(CMAKE_AUTORCC_OPTIONS --format-version 1)

find_program(LIAISON_CCACHE ccache)
if(LIAISON_CCACHE)
  # The sloppiness is what ccache's manual asks for with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime)
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
    # Another folder may use what this one compiled, for the compiler is given relative paths. They would be in what is shipped: the build
    # id is made of everything, of the names in the debug information too, and without ccache these are others.
    list(APPEND CMAKE_CXX_COMPILER_LAUNCHER CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1)
  endif()
  list(APPEND CMAKE_CXX_COMPILER_LAUNCHER "${LIAISON_CCACHE}")
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

find_program(LIAISON_MOLD mold)
if(LIAISON_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT WIN32)
  add_link_options(-fuse-ld=mold)
endif()

# One warnings target for everything of ours.
add_library(liaison_settings INTERFACE)
if(MSVC)
  target_compile_options(liaison_settings INTERFACE /W4 /permissive- /utf-8 $<$<BOOL:${LIAISON_WERROR}>:/WX>)
else()
  target_compile_options(liaison_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    $<$<BOOL:${LIAISON_WERROR}>:-Werror>)
endif()
if(WIN32)
  # Windows 10 and later; its headers define neither min() nor max(), and only what is asked for.
  target_compile_definitions(liaison_settings INTERFACE _WIN32_WINNT=0x0A00 UNICODE _UNICODE NOMINMAX WIN32_LEAN_AND_MEAN)
endif()
target_compile_definitions(liaison_settings INTERFACE
  QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_STRICT_ITERATORS QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060000
  LIAISON_VERSION="${PROJECT_VERSION}")
target_include_directories(liaison_settings INTERFACE "${CMAKE_SOURCE_DIR}")
if(LIAISON_FAULT_POINTS)
  if(WIN32)
    message(FATAL_ERROR "LIAISON_FAULT_POINTS needs a system with mmap() and SIGKILL")
  endif()
  target_compile_definitions(liaison_settings INTERFACE LIAISON_FAULT_POINTS)
endif()

if(LIAISON_SANITIZE)
  add_compile_options(-fsanitize=${LIAISON_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LIAISON_SANITIZE})
endif()
