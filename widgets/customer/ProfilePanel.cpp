// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/ProfilePanel.h"

#include "models/session/Session.h"
#include "widgets/controls/Avatar.h"
#include "widgets/controls/ElidedLabel.h"
#include "widgets/controls/EmptyState.h"
#include "widgets/controls/Pill.h"
#include "widgets/controls/PlainToolTip.h"
#include "widgets/customer/EarlierSection.h"
#include "widgets/customer/NotesSection.h"
#include "widgets/customer/ProfileField.h"
#include "widgets/customer/TagRow.h"
#include "widgets/theme/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

namespace liaison {

namespace {

QString kindWords(const QString &kind)
{
    if (kind == QLatin1String("person"))
        return ProfilePanel::tr("Person");
    if (kind == QLatin1String("company"))
        return ProfilePanel::tr("Company");
    return ProfilePanel::tr("New customer");
}

} // namespace

ProfilePanel::ProfilePanel(Session *session, QWidget *parent) : QScrollArea(parent), m_session(session)
{
    setAccessibleName(tr("Customer profile"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    build();
    connect(session, &Session::customerChanged, this, [this](const QString &id) {
        if (id == m_customer)
            refresh();
    });
    const auto head = [this](const QString &id) {
        if (id == m_conversation)
            refresh();
    };
    connect(session, &Session::conversationChanged, this, head);
    connect(session, &Session::conversationAdded, this, head); // of an old one the head is read after it is opened
    connect(session, &Session::reset, this, &ProfilePanel::refresh);
    refresh();
}

void ProfilePanel::build()
{
    auto *ground = new QWidget(this);
    ground->setAutoFillBackground(true);
    ground->setBackgroundRole(QPalette::Base);
    auto *outer = new QVBoxLayout(ground);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_empty = new EmptyState(Icon::Person, ground);
    m_empty->setWords(tr("No customer selected"), tr("Choose a conversation to see who is writing."));
    outer->addWidget(m_empty, 1);
    m_page = new QWidget(ground);
    outer->addWidget(m_page);
    outer->addStretch();
    setWidget(ground);

    auto *page = new QVBoxLayout(m_page);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 12);
    head->setSpacing(12);
    m_avatar = new Avatar(48, m_page);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *nameLine = new QHBoxLayout;
    nameLine->setSpacing(6);
    m_name = new ElidedLabel(FontRole::Heading, Token::Text, m_page);
    m_vip = new Pill(m_page);
    nameLine->addWidget(m_name);
    nameLine->addWidget(m_vip);
    nameLine->addStretch();
    m_line = new ElidedLabel(FontRole::Secondary, Token::Text2, m_page);
    words->addStretch();
    words->addLayout(nameLine);
    words->addWidget(m_line);
    words->addStretch();
    head->addWidget(m_avatar);
    head->addLayout(words, 1);
    page->addLayout(head);

    auto *fields = new ProfileSection(m_page);
    const auto field = [&](const QString &label, ProfileField::Kind kind, const char *name) {
        auto *row = new ProfileField(label, kind, fields);
        fields->body()->addWidget(row);
        if (name)
            connect(row, &ProfileField::edited, this, [this, name](const QString &value) {
                m_session->setCustomerField(m_customer, QString::fromLatin1(name), value);
            });
        return row;
    };
    fields->body()->setSpacing(0);
    m_rename = field(tr("Name"), ProfileField::Kind::Plain, nullptr);
    connect(m_rename, &ProfileField::edited, this, [this](const QString &value) {
        if (!value.isEmpty())
            m_session->renameCustomer(m_customer, value);
    });
    m_phone = field(tr("Phone"), ProfileField::Kind::Phone, "phone");
    m_email = field(tr("E-mail"), ProfileField::Kind::Plain, "email");
    m_account = field(tr("Account"), ProfileField::Kind::Plain, "account");
    m_company = field(tr("Company"), ProfileField::Kind::Plain, "company");
    m_city = field(tr("City"), ProfileField::Kind::Plain, "city");
    m_source = field(tr("Source"), ProfileField::Kind::ReadOnly, nullptr);
    m_verified = new QLabel(tr("Identity confirmed by the site"), fields);
    m_verified->setFont(Theme::instance().font(FontRole::Secondary));
    fields->body()->addWidget(m_verified);
    m_tags = new TagRow(fields);
    fields->body()->addSpacing(8);
    fields->body()->addWidget(m_tags);
    connect(m_tags, &TagRow::added, this, [this](const QString &tag) { m_session->addTag(m_customer, tag); });
    connect(m_tags, &TagRow::removed, this, [this](const QString &tag) { m_session->removeTag(m_customer, tag); });
    page->addWidget(fields);

    m_notes = new NotesSection(m_page);
    connect(m_notes, &NotesSection::added, this, [this](const QString &text) { m_session->addCustomerNote(m_customer, text); });
    page->addWidget(m_notes);
    m_earlier = new EarlierSection(m_page);
    connect(m_earlier, &EarlierSection::opened, this, &ProfilePanel::conversationOpened);
    connect(m_session, &Session::syncChanged, this, [this] {
        if (m_earlierMissing && m_session->sync().phase == LinkPhase::Live)
            askEarlier(m_customer);
    });
    page->addWidget(m_earlier);
}

void ProfilePanel::setConversation(const QString &conversation)
{
    if (conversation == m_conversation)
        return;
    // What is being typed belongs to the customer it was begun for, not to the one who is shown next.
    for (ProfileField *field : {m_rename, m_phone, m_email, m_account, m_company, m_city})
        field->finishEdit();
    m_tags->abandon();
    m_conversation = conversation;
    m_customer.clear();
    refresh();
    verticalScrollBar()->setValue(0);
}

void ProfilePanel::refresh()
{
    const Conversation *head = m_session->conversation(m_conversation);
    const Customer *customer = head ? m_session->customer(head->customer) : nullptr;
    m_page->setVisible(head);
    m_empty->setVisible(!head);
    if (!head)
        return;
    Customer named;
    if (!customer) { // the head alone is known: its name is better than an empty panel
        named.id = head->customer;
        named.name = head->customerName;
        named.vip = head->vip;
    }
    const bool another = m_customer != head->customer;
    m_customer = head->customer;
    m_notes->setCustomer(m_customer);
    showCustomer(*head, customer ? *customer : named);
    if (another)
        askEarlier(m_customer);
}

void ProfilePanel::showCustomer(const Conversation &head, const Customer &customer)
{
    m_avatar->setCustomer(customer.name, head.channel);
    m_name->setText(customer.name);
    m_vip->setContent(customer.vip > 0 ? tr("VIP %1").arg(customer.vip) : QString(), Pill::Tone::Note);
    QStringList line{kindWords(customer.kind)};
    if (customer.since > 0)
        line.append(tr("since %1").arg(QDateTime::fromMSecsSinceEpoch(customer.since).date().year()));
    line.append(customer.online ? tr("on the page now") : tr("away"));
    m_line->setText(line.join(QStringLiteral(" · ")));
    m_rename->setValue(customer.name);
    m_phone->setValue(customer.fields.value(QStringLiteral("phone")));
    m_email->setValue(customer.fields.value(QStringLiteral("email")));
    m_account->setValue(customer.fields.value(QStringLiteral("account")));
    m_company->setValue(customer.fields.value(QStringLiteral("company")));
    m_city->setValue(customer.fields.value(QStringLiteral("city")));
    m_source->setValue(head.sourceTitle.isEmpty() ? head.sourceUrl : head.sourceTitle);
    // The address comes from the customer: always escaped, and always shown as what it is.
    m_source->setToolTip(plainToolTip(head.sourceUrl));
    m_verified->setVisible(customer.verified);
    m_tags->setTags(customer.tags);
    m_notes->setNotes(customer.notes);
}

void ProfilePanel::askEarlier(const QString &customer)
{
    m_earlierMissing = false;
    m_earlier->showLoading();
    m_session->askCustomerConversations(customer, this, [this, customer](const QList<Conversation> &all, const QString &error) {
        if (customer != m_customer)
            return;
        QList<Conversation> earlier;
        for (const Conversation &head : all) {
            if (head.id != m_conversation)
                earlier.append(head);
        }
        m_earlierMissing = !error.isEmpty();
        m_earlier->setConversations(earlier, m_session->mask(), error.isEmpty() ? QString() : tr("Not to be had while offline"));
    });
}

} // namespace liaison
