// SPDX-License-Identifier: GPL-3.0-or-later
// Lets a library exist before it has a source of its own.
