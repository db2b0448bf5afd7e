// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "resources/Resources.h"
#include "tests/unit/session/SessionBench.h"
#include "widgets/settings/Preferences.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/theme/Theme.h"

namespace liaison::test {

/// The real window over the real session and store, with a hub in memory.
class ShellBench
{
public:
    ShellBench()
    {
        initResources();
        Theme::instance().install();
        preferences = std::make_unique<Preferences>(bench.folder.filePath(QStringLiteral("liaison.ini")));
        preferences->setSounds(false);
    }
    ~ShellBench()
    {
        window.reset();
        bench.stop();
    }
    bool open(const QSize &size = {1400, 880})
    {
        if (!bench.goLive())
            return false;
        window = std::make_unique<MainWindow>(bench.session.get(), preferences.get());
        window->resize(size);
        window->show();
        return QTest::qWaitForWindowExposed(window.get());
    }
    void offer(const QString &id, const QString &name)
    {
        QJsonObject head = headOf(id, QStringLiteral("offered"), 1);
        head["customer_name"] = name;
        head["tail"] = QJsonArray{messageOf(id, QStringLiteral("m-") + id, 1, QStringLiteral("help"))};
        bench.hub.append(QStringLiteral("conv.offered"), id,
                         {{"conv", head},
                          {"customer", QJsonObject{{"id", "cu-" + id}, {"name", name}}},
                          {"offer", QJsonObject{{"id", "o1"}, {"agent", "anna"}, {"expires_in_ms", 20000}}}});
    }

    SessionBench bench;
    std::unique_ptr<Preferences> preferences;
    std::unique_ptr<MainWindow> window;
};

} // namespace liaison::test
