// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/Composer.h"

#include "widgets/controls/Chip.h"
#include "widgets/controls/ElidedLabel.h"
#include "widgets/controls/PlainToolTip.h"
#include "widgets/conversation/AttachmentBar.h"
#include "widgets/conversation/CannedPopup.h"
#include "widgets/conversation/ComposerEdit.h"
#include "widgets/conversation/EmojiPopup.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

namespace liaison {

Composer::Composer(const QString &conversationId, QWidget *parent)
    : QWidget(parent), m_conversation(conversationId), m_attachments(new AttachmentBar(this)), m_suggestionRow(new QWidget(this)),
      m_box(new QWidget(this)), m_noteWords(new QLabel(m_box)), m_edit(new ComposerEdit(m_box)),
      m_hint(new ElidedLabel(FontRole::Secondary, Token::Text2, m_box)), m_send(new QPushButton(m_box))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(16, 8, 16, 12);
    outer->setSpacing(8);
    outer->addWidget(m_attachments);
    outer->addWidget(m_suggestionRow);
    outer->addWidget(m_box);
    auto *suggestions = new QHBoxLayout(m_suggestionRow);
    suggestions->setContentsMargins(0, 0, 0, 0);
    suggestions->setSpacing(8);
    m_suggestionRow->hide();

    auto *box = new QVBoxLayout(m_box);
    box->setContentsMargins(10, 8, 8, 8);
    box->setSpacing(6);
    m_noteWords->setText(tr("Internal note — the customer never sees it"));
    m_noteWords->setFont(Theme::instance().font(FontRole::SecondaryStrong));
    m_noteWords->setIndent(2);
    m_noteWords->hide();
    box->addWidget(m_noteWords);
    box->addWidget(m_edit);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(4);
    makeToolbar(tools);
    m_hint->setAlignment(Qt::AlignRight);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // words give way before buttons do
    tools->addWidget(m_hint, 1);
    tools->addSpacing(4);
    m_send->setProperty("look", "primary");
    tools->addWidget(m_send);
    box->addLayout(tools);

    connect(m_send, &QPushButton::clicked, this, [this] { submit(false); });
    connect(m_edit, &ComposerEdit::sendKey, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::focusChanged, this, qOverload<>(&QWidget::update));
    connect(m_edit, &ComposerEdit::filesGiven, this, &Composer::offerFiles);
    connect(m_edit, &ComposerEdit::pictureGiven, this, &Composer::offerPicture);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_edit, &ComposerEdit::composingEnded, this, &Composer::onComposingEnded);
    connect(m_edit, &QPlainTextEdit::cursorPositionChanged, this, &Composer::lookForCanned);
    connect(m_edit, &ComposerEdit::escapeKey, this, [this] {
        if (m_attachments->isAsking())
            m_attachments->cancel();
        else if (m_note)
            setNoteMode(false);
    });
    connect(m_edit, &ComposerEdit::suggestionKey, this, [this](int number) {
        if (!m_note && number <= m_suggestions.size())
            insertText(m_suggestions.at(number - 1));
    });
    m_edit->keyFilter = [this](QKeyEvent *event) { return m_popup && m_popup->takeKey(event); };
    connect(m_attachments, &AttachmentBar::filesConfirmed, this,
            [this](const QStringList &paths) { emit filesDropped(m_conversation, paths); });
    connect(m_attachments, &AttachmentBar::pictureConfirmed, this,
            [this](const QImage &picture) { emit pictureDropped(m_conversation, picture); });
    connect(m_attachments, &AttachmentBar::ended, this, [this] { m_edit->setFocus(Qt::OtherFocusReason); });
    setFocusProxy(m_edit);
    showState();
}

bool Composer::holdsAttachment() const { return m_attachments->isAsking(); }

QToolButton *Composer::makeTool(int icon, const QString &name)
{
    auto *button = new QToolButton(m_box);
    if (icon >= 0)
        button->setIcon(Icons::icon(static_cast<Icon>(icon)));
    button->setIconSize({20, 20});
    button->setFixedSize(Theme::ControlHeight, Theme::ControlHeight);
    button->setAutoRaise(true);
    button->setProperty("look", "quiet");
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void Composer::makeToolbar(QHBoxLayout *row)
{
    QToolButton *emoji = makeTool(int(Icon::Emoji), tr("Emoji"));
    connect(emoji, &QToolButton::clicked, this, [this, emoji] {
        auto *popup = new EmojiPopup(this);
        connect(popup, &EmojiPopup::chosen, this, [this](const QString &one) { m_edit->insertPlainText(one); });
        popup->popupAbove(emoji);
    });
    const auto choose = [this](const QString &title, const QString &filter) {
        auto *dialog = new QFileDialog(this, title, {}, filter);
        dialog->setFileMode(QFileDialog::ExistingFiles);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::filesSelected, this, &Composer::offerFiles);
        dialog->open();
    };
    QToolButton *picture = makeTool(int(Icon::Image), tr("Send a picture"));
    connect(picture, &QToolButton::clicked, this,
            [choose] { choose(tr("Send a picture"), tr("Pictures (*.png *.jpg *.jpeg *.gif *.webp *.bmp)")); });
    QToolButton *file = makeTool(int(Icon::Attach), tr("Send a file"));
    connect(file, &QToolButton::clicked, this, [choose] { choose(tr("Send a file"), {}); });
    QToolButton *canned = makeTool(-1, tr("Canned replies"));
    canned->setText(QStringLiteral("/"));
    canned->setFont(Theme::instance().font(FontRole::Heading));
    connect(canned, &QToolButton::clicked, this, [this] {
        m_edit->setFocus(Qt::OtherFocusReason);
        const QString before = m_edit->toPlainText().left(m_edit->textCursor().position());
        const bool fresh = before.isEmpty() || before.back().isSpace();
        m_edit->insertPlainText(fresh ? QStringLiteral("/") : QStringLiteral(" /"));
    });
    m_noteButton = makeTool(int(Icon::Note), tr("Internal note"));
    m_noteButton->setCheckable(true);
    connect(m_noteButton, &QToolButton::toggled, this, &Composer::setNoteMode);
    m_replyTools = {picture, file};
    for (QToolButton *button : {emoji, picture, file, canned, m_noteButton})
        row->addWidget(button);
}

void Composer::setCustomerName(const QString &name)
{
    m_customer = name;
    showState();
}

void Composer::setCannedReplies(QAbstractItemModel *model, std::function<void(const QString &)> narrow,
                                std::function<QString(int)> filled)
{
    m_narrow = std::move(narrow);
    m_filled = std::move(filled);
    if (!m_popup) {
        m_popup = new CannedPopup(window());
        connect(this, &QObject::destroyed, m_popup, &QObject::deleteLater);
        connect(m_popup, &CannedPopup::chosen, this, &Composer::insertCanned);
        connect(m_popup, &CannedPopup::dismissed, m_popup, &QWidget::hide);
        connect(m_popup, &QObject::destroyed, this, [this] { m_popup = nullptr; });
        connect(m_edit, &ComposerEdit::focusChanged, this, [this] {
            if (m_popup && !m_edit->hasFocus())
                m_popup->hide();
        });
    }
    m_popup->setModel(model);
}

void Composer::setSuggestions(const QStringList &texts)
{
    m_suggestions = texts.mid(0, 3);
    auto *row = qobject_cast<QHBoxLayout *>(m_suggestionRow->layout());
    while (QLayoutItem *item = row->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    auto *bulb = new QLabel(m_suggestionRow);
    bulb->setPixmap(Icons::pixmap(Icon::Lightbulb, 16, Theme::instance().color(Token::Soon), devicePixelRatioF()));
    row->addWidget(bulb);
    for (int i = 0; i < m_suggestions.size(); ++i) {
        QString words = m_suggestions.at(i);
        words.replace(u'\n', u' ');
        words = fontMetrics().elidedText(words, Qt::ElideRight, 180);
        auto *chip = new Chip(tr("%1   Alt %2").arg(words, QString::number(i + 1)), m_suggestionRow);
        chip->setToolTip(plainToolTip(m_suggestions.at(i)));
        chip->setAccessibleName(tr("Suggested answer %1: %2").arg(QString::number(i + 1), m_suggestions.at(i)));
        row->addWidget(chip);
        connect(chip, &Chip::clicked, this, [this, i] { insertText(m_suggestions.value(i)); });
    }
    row->addStretch(1);
    m_suggestionRow->setVisible(!m_suggestions.isEmpty() && !m_note);
}

void Composer::setDraft(const QString &conversation, const QString &text)
{
    if (conversation != m_conversation)
        return; // another customer's words have no business here
    if (m_note) {
        m_otherText = text;
        return;
    }
    const QString shown = m_edit->toPlainText();
    if (m_edit->isComposing()) {
        // Setting the text would break off the composing. What came in front of the words that stand here waits for its end.
        const QString base = m_cameInFront.isEmpty() ? shown : m_draftInFront;
        if (text == base)
            return;
        const QString lead = text.endsWith(base) ? text.chopped(base.size()) : text;
        const bool apart = lead.endsWith(QLatin1Char('\n')) || (!base.isEmpty() && text.endsWith(base));
        m_cameInFront = lead + (apart ? QString() : QStringLiteral("\n")) + (text.endsWith(base) ? m_cameInFront : QString());
        m_draftInFront = text;
        return;
    }
    if (shown == text)
        return;
    m_setting = true;
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
    m_setting = false;
    showState();
}

void Composer::onComposingEnded()
{
    if (m_cameInFront.isEmpty())
        return;
    QString text = std::exchange(m_cameInFront, {});
    if (m_edit->toPlainText().isEmpty() && text.endsWith(QLatin1Char('\n')))
        text.chop(1); // nothing to be kept apart from
    QTextCursor(m_edit->document()).insertText(text);
}

void Composer::setNoteDraft(const QString &text)
{
    if (!m_note)
        m_otherText = text;
}

void Composer::setOffline(bool offline)
{
    m_offline = offline;
    showState();
}

void Composer::setClosedWords(const QString &words)
{
    m_closedWords = words;
    m_edit->setReadOnly(!words.isEmpty());
    showState();
}

void Composer::setNoteMode(bool note)
{
    if (note == m_note)
        return;
    onComposingEnded(); // what came in front belongs to the reply
    m_note = note;
    m_noteButton->setChecked(note);
    // Two texts: what was meant for colleagues does not become a reply by one click, nor the other way round.
    const QString shown = m_edit->toPlainText();
    m_setting = true;
    m_edit->setPlainText(std::exchange(m_otherText, shown));
    m_edit->moveCursor(QTextCursor::End);
    m_setting = false;
    m_suggestionRow->setVisible(!m_suggestions.isEmpty() && !note);
    showState();
    m_edit->setFocus(Qt::OtherFocusReason);
}

QString Composer::text() const { return m_edit->toPlainText(); }

void Composer::clearReply()
{
    if (m_note)
        m_otherText.clear();
    else
        m_edit->clear();
}

void Composer::insertText(const QString &text)
{
    m_edit->insertPlainText(text);
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::insertQuote(const QString &author, const QString &text)
{
    setNoteMode(false);
    QString quote = text.left(200);
    quote.replace(u'\n', u' ');
    m_edit->moveCursor(QTextCursor::Start);
    m_edit->insertPlainText(tr("“%1” — %2").arg(quote, author) + u'\n');
    m_edit->moveCursor(QTextCursor::End);
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::offerFiles(const QStringList &paths)
{
    if (m_closedWords.isEmpty() && !m_note)
        m_attachments->ask(paths, m_customer);
}

void Composer::offerPicture(const QImage &picture)
{
    if (m_closedWords.isEmpty() && !m_note)
        m_attachments->ask(picture, m_customer);
}

void Composer::submit(bool andNext)
{
    const QString words = m_edit->toPlainText().trimmed();
    if (words.isEmpty() || words.size() > MaxLength || !m_closedWords.isEmpty() || m_edit->isComposing())
        return;
    if (m_note) {
        emit noteEntered(m_conversation, words);
        m_edit->clear();
        setNoteMode(false);
    } else {
        emit sendRequested(m_conversation, words);
        m_edit->clear();
    }
    if (andNext)
        emit sentAndNext(m_conversation);
}

void Composer::onTextChanged()
{
    showState();
    if (m_setting || !m_cameInFront.isEmpty()) // the stored draft holds more than the field shows
        return;
    if (m_note)
        emit noteEdited(m_conversation, m_edit->toPlainText());
    else
        emit textEdited(m_conversation, m_edit->toPlainText());
}

/// What was typed behind "/" at the start of a word or behind "::", up to the cursor; null if neither stands there.
QString Composer::unfinishedCanned() const
{
    static const QRegularExpression pattern(QStringLiteral(R"((?:(?:^|[\s\p{Han}，。！？；：、])/|::)([^\s/:]{0,24})$)"),
                                            QRegularExpression::UseUnicodePropertiesOption);
    const int end = m_edit->textCursor().position();
    const QString before = m_edit->toPlainText().mid(qMax(0, end - 32), qMin(32, end));
    const auto match = pattern.match(before);
    return match.hasMatch() ? match.captured(1) : QString();
}

void Composer::lookForCanned()
{
    if (!m_popup || !m_narrow || m_setting)
        return;
    const QString typed = m_edit->textCursor().hasSelection() || !m_edit->hasFocus() ? QString() : unfinishedCanned();
    if (typed.isNull()) {
        m_popup->hide();
        return;
    }
    m_narrow(typed);
    m_popup->showAbove(m_box);
}

void Composer::insertCanned(int row)
{
    const QString typed = unfinishedCanned();
    const QString words = m_filled ? m_filled(row) : QString();
    QTextCursor cursor = m_edit->textCursor();
    if (!typed.isNull()) {
        const QString before = m_edit->toPlainText().left(cursor.position());
        const int mark = before.endsWith(QLatin1String("::") + typed) ? 2 : 1;
        cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, int(typed.size()) + mark);
    }
    cursor.insertText(words);
    m_edit->setTextCursor(cursor);
    m_popup->hide();
    emit cannedUsed(row);
}

void Composer::showState()
{
    const QString words = m_edit->toPlainText();
    const qsizetype length = words.trimmed().size();
    const QString name = QFontMetrics(m_send->font()).elidedText(m_customer, Qt::ElideRight, 140);
    QString label = m_note ? tr("Add note") : m_customer.isEmpty() ? tr("Send") : tr("Send to %1").arg(name);
    m_send->setAccessibleName(m_note || m_customer.isEmpty() ? label : tr("Send to %1").arg(m_customer));
    label.replace(QLatin1String("&"), QLatin1String("&&"));
    m_send->setText(label);
    m_send->setIcon(Icons::icon(m_note ? Icon::Note : Icon::Send, Token::OnAccent, true));
    m_send->setEnabled(length > 0 && length <= MaxLength && m_closedWords.isEmpty());
    m_noteWords->setVisible(m_note);
    for (QToolButton *button : std::as_const(m_replyTools))
        button->setEnabled(!m_note && m_closedWords.isEmpty());

    const Theme &theme = Theme::instance();
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, theme.color(Token::Note));
    m_noteWords->setPalette(palette);
    Token hintColour = Token::Text2;
    if (!m_closedWords.isEmpty()) {
        m_hint->setText(m_closedWords);
    } else if (length > CountFrom) {
        m_hint->setText(tr("%1 of %2 characters").arg(QLocale().toString(qlonglong(length)), QLocale().toString(MaxLength)));
        hintColour = length > MaxLength ? Token::Late : Token::Soon;
    } else if (m_offline) {
        m_hint->setText(tr("Offline: it will be sent when the link is back"));
        hintColour = Token::Soon;
    } else {
        m_hint->setText(m_note ? tr("Enter adds the note") : tr("Enter to send · Ctrl Enter to send and go to the next"));
    }
    m_hint->setColour(hintColour);
    m_edit->setPlaceholderText(m_note ? tr("Write a note for colleagues")
                                      : tr("Write to %1, or / for canned replies").arg(m_customer));
    m_edit->setAccessibleName(m_note ? tr("Internal note") : tr("Reply to %1").arg(m_customer));
    update();
}

void Composer::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_send)
        QMetaObject::invokeMethod(this, &Composer::showState, Qt::QueuedConnection);
    QWidget::changeEvent(event);
}

void Composer::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Surface));
    painter.fillRect(QRect(0, 0, width(), 1), theme.color(Token::Line));
    const bool active = m_edit->hasFocus();
    const Token line = m_note ? Token::Note : active ? Token::Accent : Token::LineStrong;
    paintRoundedBox(&painter, m_box->geometry(), theme.color(m_note ? Token::NoteSoft : Token::Surface), theme.color(line), 8,
                    active ? 2 : 1);
}

} // namespace liaison
