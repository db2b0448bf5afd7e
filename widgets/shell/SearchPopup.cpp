// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/SearchPopup.h"
#include "models/lists/SearchModel.h"
#include "models/lists/SearchSnippet.h"
#include "models/session/Session.h"
#include "widgets/controls/SearchField.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

namespace liaison {

namespace {
/// One hit: who, what, when.
class HitDelegate : public QStyledItemDelegate
{
public:
    HitDelegate(Session *session, const SearchModel *model, QObject *parent)
        : QStyledItemDelegate(parent), m_session(session), m_model(model)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, 44}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::instance();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected) {
            painter->fillRect(option.rect, theme.color(Token::Select));
            painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme.color(Token::Accent));
        }
        const bool message = index.data(SearchModel::IsMessage).toBool();
        Icons::paint(painter, QRect(option.rect.left() + 8, option.rect.top(), 24, option.rect.height()),
                     message ? Icon::Chat : Icon::Person, 16, Token::Text2);
        QRect text = option.rect.adjusted(40, 4, -12, -4);
        painter->setFont(theme.font(FontRole::Small));
        painter->setPen(theme.color(Token::Text2));
        const QString at = TimeWords::moment(index.data(SearchModel::At).toLongLong(), m_session->hubNow());
        painter->drawText(text, Qt::AlignTop | Qt::AlignRight, at);
        const int gone = painter->fontMetrics().horizontalAdvance(at) + 8;
        painter->setFont(theme.font(FontRole::BodyStrong));
        painter->setPen(theme.color(Token::Text));
        const QString name = index.data(SearchModel::CustomerName).toString();
        painter->drawText(text, Qt::AlignTop | Qt::AlignLeft | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(name.isEmpty() ? SearchPopup::tr("Visitor") : name, Qt::ElideRight,
                                                            text.width() - gone));
        paintText(painter, text, index.data(SearchModel::Text).toString());
        painter->restore();
    }

private:
    /// The line below the name: the text around what was looked for, with that in the colour of text and semibold.
    void paintText(QPainter *painter, const QRect &room, const QString &found) const
    {
        const Theme &theme = Theme::instance();
        const QFont font = theme.font(FontRole::Secondary);
        const QFontMetrics metrics(font);
        const SearchSnippet snippet = SearchSnippet::of(found, m_model->typed());
        const QString shown = metrics.elidedText(snippet.text, Qt::ElideRight, room.width() - 8); // marks are a little wider
        QList<QTextLayout::FormatRange> formats;
        for (const SearchSnippet::Mark &mark : snippet.marks) {
            QTextLayout::FormatRange range{int(mark.from), int(qMin(mark.length, shown.size() - mark.from)), {}};
            range.format.setForeground(theme.color(Token::Text));
            range.format.setFontWeight(theme.font(FontRole::SecondaryStrong).weight());
            if (range.length > 0)
                formats.append(range);
        }
        QTextLayout layout(shown, font);
        layout.setFormats(formats);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(room.width() * 2); // one line, whatever it holds
        layout.endLayout();
        painter->setPen(theme.color(Token::Text2));
        layout.draw(painter, QPointF(room.left(), room.bottom() - line.height()));
    }

    Session *m_session;
    const SearchModel *m_model;
};
} // namespace

SearchPopup::SearchPopup(Session *session, SearchField *field, QWidget *parent)
    : QFrame(parent), m_field(field), m_model(new SearchModel(session, this)), m_list(new QListView(this)),
      m_words(new QLabel(this))
{
    setAccessibleName(tr("Search results"));
    m_list->setAccessibleName(tr("Search results"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new HitDelegate(session, m_model, this));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setContentsMargins(14, 8, 14, 8);
    m_words->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 4, 1, 4);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(m_words);
    hide();
    connect(field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_left = false;
        m_model->setTyped(text);
        updateResults();
    });
    connect(field, &SearchField::keyForResults, this, &SearchPopup::onKey);
    connect(field, &SearchField::left, this, &SearchPopup::leave);
    connect(m_model, &SearchModel::finished, this, [this] {
        if (!m_left)
            updateResults();
    });
    // What is in sight stays there when names come in above it.
    connect(m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { m_top = m_list->indexAt(QPoint(1, 1)); });
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
            [this] { m_list->scrollTo(m_top, QAbstractItemView::PositionAtTop); });
    connect(m_list, &QListView::pressed, this, &SearchPopup::choose);
}

void SearchPopup::updateResults()
{
    if (m_field->text().trimmed().isEmpty()) {
        hide();
        return;
    }
    const int rows = m_model->rowCount();
    m_list->setVisible(rows > 0);
    m_words->setVisible(rows == 0 || m_model->hasMore());
    m_words->setText(rows > 0                 ? tr("There is more; type another word to narrow it down.")
                     : m_model->isSearching() ? tr("Searching…")
                                              : tr("Nothing found in what this machine has stored."));
    if (rows > 0 && !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model->index(0, 0));
    place();
    show();
    raise();
}

void SearchPopup::leave()
{
    m_left = true;
    hide();
}

void SearchPopup::place()
{
    const int rows = qMin(9, m_model->rowCount());
    const int height_ = rows * 44 + (m_words->isVisibleTo(this) ? m_words->sizeHint().height() : 0) + 8;
    const QPoint at = m_field->mapTo(parentWidget(), QPoint(0, m_field->height() + 4));
    const int width_ = qMax(m_field->width(), 420);
    setGeometry(qBound(0, at.x() - (width_ - m_field->width()) / 2, qMax(0, parentWidget()->width() - width_)), at.y(), width_,
                height_);
}

void SearchPopup::onKey(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        leave();
        return;
    }
    if (!isVisible())
        return;
    const int row = m_list->currentIndex().row();
    switch (event->key()) {
    case Qt::Key_Down: m_list->setCurrentIndex(m_model->index(qMin(row + 1, m_model->rowCount() - 1), 0)); break;
    case Qt::Key_Up: m_list->setCurrentIndex(m_model->index(qMax(row - 1, 0), 0)); break;
    default: choose(); break;
    }
}

void SearchPopup::choose()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString conversation = index.data(SearchModel::ConversationId).toString();
    const qint64 cseq = index.data(SearchModel::IsMessage).toBool() ? index.data(SearchModel::Cseq).toLongLong() : 0;
    const QString mid = index.data(SearchModel::Mid).toString();
    leave();
    emit chosen(conversation, cseq, mid);
}

void SearchPopup::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Surface));
    painter.setPen(theme.color(Token::LineStrong));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace liaison
