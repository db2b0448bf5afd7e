// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/Metrics.h"

namespace liaison::hub {

QByteArray Metrics::prometheus() const
{
    const std::lock_guard lock(m_mutex);
    std::string text;
    std::string described;
    // The map is ordered, so the labels of one name stand together and are described once.
    for (const auto &[name, row] : m_rows) {
        const std::string base = name.substr(0, name.find('{'));
        if (base != described) {
            described = base;
            if (!row.help.empty())
                text += "# HELP liaison_hub_" + base + " " + row.help + "\n";
            text += "# TYPE liaison_hub_" + base + " " + row.type + "\n";
        }
        text += "liaison_hub_" + name + " " + std::to_string(row.metric->value()) + "\n";
    }
    return QByteArray::fromStdString(text);
}

Metric &Metrics::find(const std::string &name, const std::string &help, const char *type)
{
    const std::lock_guard lock(m_mutex);
    auto &row = m_rows[name];
    if (!row.metric)
        row = {help, type, std::make_unique<Metric>()};
    return *row.metric;
}

} // namespace liaison::hub
