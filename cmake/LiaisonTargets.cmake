# SPDX-License-Identifier: GPL-3.0-or-later
# A few functions make every target, so that all are made alike.

# liaison_sources(OUT pattern...): the sources of this folder that match. What only one system can compile lies in files named for it,
# Name_posix.cpp and Name_windows.cpp; tests/windows/platform.sh finds what does not.
function(liaison_sources out)
  file(GLOB sources CONFIGURE_DEPENDS ${ARGN})
  if(WIN32)
    list(FILTER sources EXCLUDE REGEX "_posix\\.cpp$")
  else()
    list(FILTER sources EXCLUDE REGEX "_windows\\.cpp$")
  endif()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# The sources of a library or program are compiled in groups of this many (CMake's unity build): reading Qt's headers is most of the
# work, and it is done once a group. So a name in an anonymous namespace is unique in its folder.
option(LIAISON_UNITY "Compile several sources at once; OFF for tools that want a command for each source" ON)
function(liaison_group_sources target)
  if(LIAISON_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
endfunction()

# liaison_library(NAME [PUBLIC lib...] [PRIVATE lib...] [PCH core|widgets])
# A static library of all sources of this folder. The targets it links are the folders it may know.
function(liaison_library name)
  cmake_parse_arguments(arg "" "PCH" "PUBLIC;PRIVATE" ${ARGN})
  liaison_sources(sources "*.cpp" "*.h" "*.qrc")
  add_library(${name} STATIC ${sources} "${CMAKE_SOURCE_DIR}/cmake/empty.cpp")
  target_link_libraries(${name} PUBLIC liaison_settings ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  set_target_properties(${name} PROPERTIES AUTORCC ON)
  liaison_group_sources(${name})
  liaison_precompile(${name} "${arg_PCH}")
endfunction()

# liaison_program(TARGET OUTPUT lib...): a program of all sources of this folder; main() and wiring only.
function(liaison_program target output)
  liaison_sources(sources "*.cpp" "*.h")
  if(NOT sources)
    return()
  endif()
  add_executable(${target} ${sources})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${output})
  liaison_group_sources(${target})
  target_link_libraries(${target} PRIVATE liaison_settings ${ARGN})
endfunction()

# liaison_tests(LABEL label LIBS lib... [TIMEOUT s] [POSIX test...]): each tst_*.cpp of this folder is one ctest of its own;
# other sources of the folder are compiled once, as <folder>_shared (tests_unit_hub_shared), for all of them. POSIX: tests that can
# only be made and run there.
function(liaison_tests)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT;PCH" "LIBS;ENVIRONMENT;POSIX" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300) # against what hangs only: the longest takes 36 s, 108 s under tsan
  endif()
  file(GLOB tests CONFIGURE_DEPENDS "tst_*.cpp")
  file(GLOB shared CONFIGURE_DEPENDS "*.cpp" "*.h")
  list(FILTER shared EXCLUDE REGEX "/tst_[^/]*\\.cpp$")
  set(libs liaison_settings ${arg_LIBS} Qt6::Test)
  set(headers)
  if(NOT shared MATCHES "\\.cpp")
    set(headers ${shared})
  else()
    file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    string(MAKE_C_IDENTIFIER "${folder}_shared" library)
    add_library(${library} OBJECT EXCLUDE_FROM_ALL ${shared} "${CMAKE_SOURCE_DIR}/cmake/empty.cpp")
    target_link_libraries(${library} PUBLIC ${libs})
    liaison_precompile(${library} "${arg_PCH}")
    list(PREPEND libs ${library})
  endif()
  foreach(source IN LISTS tests)
    get_filename_component(test "${source}" NAME_WE)
    if(WIN32 AND test IN_LIST arg_POSIX)
      continue()
    endif()
    add_executable(${test} "${source}" ${headers})
    target_link_libraries(${test} PRIVATE ${libs})
    liaison_precompile(${test} "${arg_PCH}")
    # Empty, for a test includes its own; reading the precompiled header would take seconds.
    set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${test}_autogen/mocs_compilation.cpp" PROPERTIES
      SKIP_PRECOMPILE_HEADERS ON)
    add_test(NAME ${test} COMMAND ${test})
    set_tests_properties(${test} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
      ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;${arg_ENVIRONMENT}")
  endforeach()
endfunction()

# The precompiled headers: one for what has no window, one for what has; each is made once and shared by every target of its
# kind. Never needed to compile, only to do it quickly.
add_library(liaison_pch_core OBJECT "${CMAKE_SOURCE_DIR}/cmake/empty.cpp")
target_precompile_headers(liaison_pch_core PRIVATE "${CMAKE_SOURCE_DIR}/cmake/pch_core.h")
add_library(liaison_pch_widgets OBJECT "${CMAKE_SOURCE_DIR}/cmake/empty.cpp")
target_precompile_headers(liaison_pch_widgets PRIVATE "${CMAKE_SOURCE_DIR}/cmake/pch_widgets.h")

function(liaison_precompile target kind)
  if(kind AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${target} REUSE_FROM liaison_pch_${kind})
  endif()
endfunction()
