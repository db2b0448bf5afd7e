// SPDX-License-Identifier: GPL-3.0-or-later
// What many sources without a window include; see LiaisonTargets.cmake. Every compiler process maps all of it, so only what is used
// widely stands here: with the whole of QtCore in it, a source took two fifths longer than with this.
#pragma once
#include <QByteArray>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QRegularExpression>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QVariant>
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>
