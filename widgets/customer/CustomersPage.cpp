// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/CustomersPage.h"

#include "models/domain/SafeText.h"
#include "models/session/Session.h"
#include "widgets/controls/EmptyState.h"
#include "widgets/customer/CustomerDelegate.h"
#include "widgets/customer/PhoneMask.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {

namespace {
constexpr int pauseMs = 200;   // between the last key and the question
constexpr int fewestTyped = 2; // docs/protocol.md, 6
constexpr int mostRecent = 30;
constexpr int widest = 760; // px
} // namespace

CustomersPage::CustomersPage(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_typed(new QLineEdit(this)), m_heading(new QLabel(this)),
      m_list(new QListWidget(this)), m_open(new QPushButton(tr("Write to this customer"), this)),
      m_empty(new EmptyState(Icon::People, this))
{
    // Not wider than a line is read: the rest of a wide window stays empty.
    auto *page = new QWidget(this);
    page->setMaximumWidth(widest);
    auto *sides = new QHBoxLayout(this);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->addStretch(1);
    sides->addWidget(page, 100);
    sides->addStretch(1);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    auto *title = new QLabel(tr("Customers"), this);
    title->setFont(Theme::instance().font(FontRole::Heading));
    m_typed->setAccessibleName(tr("Find a customer"));
    m_typed->setPlaceholderText(tr("Name, phone or account"));
    m_typed->setClearButtonEnabled(true);
    m_heading->setFont(Theme::instance().font(FontRole::SecondaryStrong));
    m_heading->setForegroundRole(QPalette::PlaceholderText);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new CustomerDelegate(this));
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_open->setProperty("look", QStringLiteral("primary"));
    m_open->setEnabled(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_open);
    column->addWidget(title);
    column->addWidget(m_typed);
    column->addWidget(m_empty, 1);
    column->addWidget(m_heading);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &CustomersPage::find);
    connect(m_typed, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_typed, &QLineEdit::returnPressed, this, &CustomersPage::find);
    connect(m_list, &QListWidget::itemSelectionChanged, this, [this] { m_open->setEnabled(m_list->currentItem()); });
    connect(m_list, &QListWidget::itemActivated, this, [this](QListWidgetItem *item) {
        if (item->isSelected())
            openSelected();
        else
            item->setSelected(true); // where the keyboard came in: chosen first, opened by the next Enter
    });
    connect(m_open, &QPushButton::clicked, this, &CustomersPage::openSelected);
    connect(session, &Session::ready, this, &CustomersPage::find);
    show({}, {});
}

void CustomersPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_typed->text().trimmed().size() < fewestTyped)
        find(); // who was served meanwhile
}

QList<Customer> CustomersPage::recent() const
{
    QList<Conversation> conversations = m_session->conversations();
    std::sort(conversations.begin(), conversations.end(),
              [](const Conversation &a, const Conversation &b) { return a.last.at > b.last.at; });
    QList<Customer> customers;
    QSet<QString> seen;
    for (const Conversation &conversation : std::as_const(conversations)) {
        const Customer *customer = m_session->customer(conversation.customer);
        if (conversation.state == ConversationState::Offered || conversation.state == ConversationState::Waiting)
            continue; // not served yet
        if (!customer || seen.contains(customer->id) || customers.size() == mostRecent)
            continue;
        seen.insert(customer->id);
        customers.append(*customer);
    }
    return customers;
}

void CustomersPage::find()
{
    m_pause.stop();
    const QString typed = m_typed->text().trimmed();
    if (typed.size() < fewestTyped) {
        show(recent(), {});
        return;
    }
    m_session->findCustomers(typed, this, [this, typed](const QList<Customer> &customers, const QString &error) {
        if (typed == m_typed->text().trimmed())
            show(customers, error);
    });
}

void CustomersPage::show(const QList<Customer> &customers, const QString &error)
{
    m_list->clear();
    for (const Customer &customer : customers) {
        const QString name = customer.name.isEmpty() ? tr("Visitor") : neutralisedLine(customer.name);
        const QString vip = customer.vip > 0 ? tr("VIP %1").arg(customer.vip) : QString();
        QStringList words;
        if (const QString phone = customer.fields.value(QStringLiteral("phone")); !phone.isEmpty())
            words.append(maskedPhone(phone));
        for (const char *field : {"company", "city"}) {
            if (const QString value = customer.fields.value(QLatin1String(field)); !value.isEmpty())
                words.append(neutralisedLine(value));
        }
        words.append(tr("%n conversation(s)", nullptr, customer.conversations));
        QStringList spoken = words;
        spoken.prepend(vip.isEmpty() ? name : QStringLiteral("%1, %2").arg(name, vip));
        auto *item = new QListWidgetItem(spoken.join(QStringLiteral(", ")), m_list);
        item->setData(CustomerDelegate::Id, customer.id);
        item->setData(CustomerDelegate::Name, name);
        item->setData(CustomerDelegate::Words, words.join(QStringLiteral(" · ")));
        item->setData(CustomerDelegate::Vip, vip);
    }
    const bool few = m_typed->text().trimmed().size() < fewestTyped;
    m_heading->setText(few ? tr("Your latest customers") : tr("%n customer(s) found", nullptr, int(customers.size())));
    m_heading->setVisible(!customers.isEmpty());
    m_list->setAccessibleName(m_heading->text());
    m_list->setVisible(!customers.isEmpty());
    m_empty->setVisible(customers.isEmpty());
    m_open->setVisible(!customers.isEmpty());
    m_open->setEnabled(m_list->currentItem());
    if (!error.isEmpty())
        m_empty->setWords(tr("Customers cannot be looked up while offline"),
                          tr("What is stored here can still be searched with Ctrl+K."));
    else if (few)
        m_empty->setWords(tr("Find a customer"), tr("Type at least two characters of a name, phone number or account."));
    else
        m_empty->setWords(tr("Nobody found"), tr("Check the spelling, or try the phone number."));
}

void CustomersPage::openSelected()
{
    if (const QListWidgetItem *item = m_list->currentItem())
        m_session->openConversation(item->data(CustomerDelegate::Id).toString());
}

} // namespace liaison
