// SPDX-License-Identifier: GPL-3.0-or-later
// What many sources with a window include; see LiaisonTargets.cmake and pch_core.h.
#pragma once
#include "cmake/pch_core.h"

#include <QAbstractListModel>
#include <QApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>
