<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_GB">
<context>
    <name>liaison::AttachmentBar</name>
    <message numerus="yes">
        <source>Send %n file(s) to %1?</source>
        <translation>
            <numerusform>Send %n file to %1?</numerusform>
            <numerusform>Send %n files to %1?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::ConfirmOldDialog</name>
    <message numerus="yes">
        <source>%n thing(s) waited for more than ten minutes</source>
        <translation>
            <numerusform>%n thing waited for more than ten minutes</numerusform>
            <numerusform>%n things waited for more than ten minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::CountdownRing</name>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::CustomersPage</name>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) found</source>
        <translation>
            <numerusform>%n customer found</numerusform>
            <numerusform>%n customers found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::JumpButton</name>
    <message numerus="yes">
        <source>Jump to newest, %n new message(s)</source>
        <translation>
            <numerusform>Jump to newest, %n new message</numerusform>
            <numerusform>Jump to newest, %n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::MainWindow</name>
    <message numerus="yes">
        <source>%n conversation(s) are open.</source>
        <translation>
            <numerusform>%n conversation is open.</numerusform>
            <numerusform>%n conversations are open.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::OfferCard</name>
    <message numerus="yes">
        <source>and %n more in the list</source>
        <translation>
            <numerusform>and %n more in the list</numerusform>
            <numerusform>and %n more in the list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::RailButton</name>
    <message numerus="yes">
        <source>%1, %n need attention</source>
        <translation>
            <numerusform>%1, %n needs attention</numerusform>
            <numerusform>%1, %n need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::SignIn</name>
    <message numerus="yes">
        <source>Too many tries. Please wait %n second(s) and try again.</source>
        <translation>
            <numerusform>Too many tries. Please wait %n second and try again.</numerusform>
            <numerusform>Too many tries. Please wait %n seconds and try again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::StoreWords</name>
    <message numerus="yes">
        <source>The local history was damaged. It is being fetched again from the server; %n unsent item(s) were saved.</source>
        <translation>
            <numerusform>The local history was damaged. It is being fetched again from the server; %n unsent item was saved.</numerusform>
            <numerusform>The local history was damaged. It is being fetched again from the server; %n unsent items were saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::SyncBar</name>
    <message numerus="yes">
        <source>%n waiting to be sent</source>
        <translation>
            <numerusform>%n waiting to be sent</numerusform>
            <numerusform>%n waiting to be sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::TransferDialog</name>
    <message numerus="yes">
        <source>Queue %1 — %n waiting</source>
        <translation>
            <numerusform>Queue %1 — %n waiting</numerusform>
            <numerusform>Queue %1 — %n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::WipeCommand</name>
    <message numerus="yes">
        <source>This removes everything Liaison keeps on this computer for you: %n account(s), with the replies that were not sent yet. It cannot be undone.</source>
        <translation>
            <numerusform>This removes everything Liaison keeps on this computer for you: %n account, with the replies that were not sent yet. It cannot be undone.</numerusform>
            <numerusform>This removes everything Liaison keeps on this computer for you: %n accounts, with the replies that were not sent yet. It cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::Workstation</name>
    <message numerus="yes">
        <source>%n thing(s) still wait to be sent; they stay on this machine until you sign in again.</source>
        <translation>
            <numerusform>%n thing still waits to be sent; it stays on this machine until you sign in again.</numerusform>
            <numerusform>%n things still wait to be sent; they stay on this machine until you sign in again.</numerusform>
        </translation>
    </message>
</context>
</TS>
