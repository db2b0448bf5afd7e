// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QScrollArea>

class QLabel;

namespace liaison {

class Avatar;
class EarlierSection;
class ElidedLabel;
class EmptyState;
class NotesSection;
class Pill;
class ProfileField;
class ProfileSection;
class Session;
class TagRow;
struct Conversation;
struct Customer;

/// Who the customer of one conversation is; it is there the moment the conversation is offered, because the offer carries the profile.
/// Every change goes through Session at once. GUI thread.
class ProfilePanel : public QScrollArea
{
    Q_OBJECT
public:
    explicit ProfilePanel(Session *session, QWidget *parent = nullptr);
    /// Empty: nobody is selected.
    void setConversation(const QString &conversation);
    QString conversation() const { return m_conversation; }

signals:
    /// An earlier conversation is to be read.
    void conversationOpened(const QString &conversation);

private:
    void build();
    void refresh();
    void showCustomer(const Conversation &head, const Customer &customer);
    void askEarlier(const QString &customer);

    Session *m_session;
    QString m_conversation;
    QString m_customer;
    QWidget *m_page;
    EmptyState *m_empty;
    Avatar *m_avatar;
    ElidedLabel *m_name;
    Pill *m_vip;
    ElidedLabel *m_line;
    ProfileField *m_rename;
    ProfileField *m_phone;
    ProfileField *m_email;
    ProfileField *m_account;
    ProfileField *m_company;
    ProfileField *m_city;
    ProfileField *m_source;
    QLabel *m_verified;
    TagRow *m_tags;
    NotesSection *m_notes;
    EarlierSection *m_earlier;
    bool m_earlierMissing = false; ///< asked while offline: asked again once the link is back
};

} // namespace liaison
