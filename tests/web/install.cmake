# SPDX-License-Identifier: GPL-3.0-or-later
# npm ci, unless what is installed is what the lock file says.
set(stamp "${WEB}/node_modules/.package-lock.json")
if(EXISTS "${stamp}" AND NOT "${WEB}/package-lock.json" IS_NEWER_THAN "${stamp}")
  return()
endif()
execute_process(COMMAND "${NPM}" ci --no-audit --no-fund WORKING_DIRECTORY "${WEB}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "npm ci failed")
endif()
