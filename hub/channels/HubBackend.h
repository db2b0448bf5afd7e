// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/accounts/Accounts.h"
#include "hub/channels/HttpBackend.h"
#include "hub/log/Writer.h"

namespace liaison::hub {

/// The HTTP front's backend over the real hub: reads through the calling worker's own connection, changes through the writer,
/// sign-in through Accounts. Every part must outlive the HttpFront that is given backend(). Any thread.
class HubBackend
{
public:
    struct Parts
    {
        Database &database;
        Writer &writer;
        Rules &rules;
        Accounts &accounts;
        Metrics &metrics;
        const Clock &clock;
        QByteArray siteSecret; ///< for the host site's signed users; empty: nobody is vouched for
        /// A device has signed out: close its links. May be empty. Called on a worker thread.
        std::function<void(const Principal &who, const QString &device)> signedOut;
    };

    explicit HubBackend(const Parts &parts) : m_parts(parts) {}
    /// The functions; they refer to this object.
    HttpBackend backend();

private:
    HttpAnswer signIn(const SignInRequest &request);
    HttpAnswer signOut(const QString &token);
    HttpAnswer createVisitor(const VisitorRequest &request);
    Principal identify(const QString &token);
    HttpAnswer addFile(const FileInfo &file);
    std::optional<FileInfo> fileInfo(const QString &id);
    bool mayFetch(const Principal &who, const QString &file);
    HttpAnswer health();
    /// Hands a command to the writer and waits for what became of it.
    HttpAnswer carryOut(const HubCommand &command);

    const Parts m_parts;
};

} // namespace liaison::hub
