// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The names of the keys, as the code that gives them effect asks for them.
namespace liaison::policy_name {

constexpr const char *hubUrl = "hub_url";
constexpr const char *hubChangeAllowed = "hub_change_allowed";
constexpr const char *hubPins = "hub_pins";
constexpr const char *hubCaFile = "hub_ca_file";
constexpr const char *signInRemember = "sign_in_remember";
constexpr const char *keyStorage = "key_storage";
constexpr const char *historyDays = "history_days";
constexpr const char *lockMinutes = "lock_minutes";
constexpr const char *maskingRules = "masking_rules";
constexpr const char *maskingReveal = "masking_reveal_allowed";
constexpr const char *updateEnabled = "update_enabled";
constexpr const char *updateUrl = "update_url";
constexpr const char *updateChannel = "update_channel";
constexpr const char *updateKey = "update_key";
constexpr const char *language = "language";
constexpr const char *theme = "theme";
constexpr const char *density = "density";
constexpr const char *sounds = "sounds";

/// No address: what one that cannot be read falls back to.
constexpr const char *noAddress = "";
/// A path at which there is no file: what a file that cannot be named falls back to.
constexpr const char *noFile = "/nonexistent/liaison";
/// Eight or more digits, blanks and hyphens between them allowed.
constexpr const char *anyNumber = "\\d(?:[ -]?\\d){7,}";

} // namespace liaison::policy_name
