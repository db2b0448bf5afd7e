// SPDX-License-Identifier: GPL-3.0-or-later
// What nearly every source with a window includes; see LiaisonTargets.cmake.
#pragma once
#include <QtWidgets/QtWidgets>
#include <functional>
#include <memory>
#include <optional>
#include <vector>
