// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// Who acts on or receives an event: an agent, a customer or the hub itself. Written "a:<id>", "c:<id>", "s:hub".
/// A value; any thread.
class Principal
{
public:
    enum class Kind { None, Agent, Customer, Hub };

    Principal() = default;
    Principal(Kind kind, QString id) : m_kind(kind), m_id(std::move(id)) {}

    static Principal agent(const QString &id) { return {Kind::Agent, id}; }
    static Principal customer(const QString &id) { return {Kind::Customer, id}; }
    static Principal hub() { return {Kind::Hub, QStringLiteral("hub")}; }
    /// Reads the written form; Kind::None if it is not one.
    static Principal fromString(QStringView text);

    QString toString() const;
    Kind kind() const { return m_kind; }
    const QString &id() const { return m_id; }
    bool isValid() const { return m_kind != Kind::None; }
    bool isAgent() const { return m_kind == Kind::Agent; }
    bool isCustomer() const { return m_kind == Kind::Customer; }
    friend bool operator==(const Principal &a, const Principal &b) = default;

private:
    Kind m_kind = Kind::None;
    QString m_id;
};

} // namespace liaison
