// SPDX-License-Identifier: GPL-3.0-or-later
// What nearly every source without a window includes; see LiaisonTargets.cmake.
#pragma once
#include <QtCore/QtCore>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>
