// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/lists/MessageListModel.h"

#include <QAbstractListModel>

namespace liaison {

/// A simple model with MessageRole's roles for tests of the message list. Counts how often it is read.
class SampleMessages : public QAbstractListModel
{
public:
    struct Row
    {
        QString mid;
        MessageKind kind = MessageKind::Text;
        Side side = Side::Customer;
        QString author;
        qint64 at = 0;
        QString text;
        std::optional<FileRef> file;
        BubbleState state = BubbleState::None;
        QString error;
        int upload = -1;
        QString localFile;
        bool recalled = false;
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }

    QVariant data(const QModelIndex &index, int role) const override
    {
        ++reads;
        const Row &row = m_rows.at(index.row());
        switch (role) {
        case MessageRole::Mid: return row.mid;
        case MessageRole::Cseq: return qint64(index.row() + 1);
        case MessageRole::Kind: return int(row.kind);
        case MessageRole::Side: return int(row.side);
        case MessageRole::AuthorName: return row.author;
        case MessageRole::At: return row.at;
        case MessageRole::Text: return row.text;
        case MessageRole::SystemText: return row.kind == MessageKind::System ? row.text : QString();
        case MessageRole::File: return row.file ? QVariant::fromValue(*row.file) : QVariant();
        case MessageRole::State: return int(row.state);
        case MessageRole::Error: return row.error;
        case MessageRole::UploadPercent: return row.upload;
        case MessageRole::LocalFile: return row.localFile;
        case MessageRole::Recalled: return row.recalled;
        default: return {};
        }
    }

    void insert(int at, const QList<Row> &rows)
    {
        beginInsertRows({}, at, at + int(rows.size()) - 1);
        for (int i = 0; i < rows.size(); ++i)
            m_rows.insert(at + i, rows.at(i));
        endInsertRows();
    }
    void append(const Row &row) { insert(int(m_rows.size()), {row}); }
    void remove(int first, int count)
    {
        beginRemoveRows({}, first, first + count - 1);
        m_rows.remove(first, count);
        endRemoveRows();
    }
    void replace(const QList<Row> &rows)
    {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    void change(int row, const std::function<void(Row &)> &how)
    {
        how(m_rows[row]);
        emit dataChanged(index(row), index(row));
    }
    const Row &at(int row) const { return m_rows.at(row); }

    static Row text(const QString &mid, const QString &text, Side side = Side::Customer, qint64 at = 1'795'327'200'000)
    {
        Row row;
        row.mid = mid;
        row.side = side;
        row.author = side == Side::Customer ? QStringLiteral("王女士") : QStringLiteral("林晓");
        row.at = at;
        row.text = text;
        row.state = side == Side::Agent ? BubbleState::Sent : BubbleState::None;
        return row;
    }
    static Row ofKind(MessageKind kind, const QString &mid, const QString &words, qint64 at = 1'795'327'200'000)
    {
        Row row = text(mid, words, kind == MessageKind::System ? Side::Hub : Side::Agent, at);
        row.kind = kind;
        row.state = BubbleState::None;
        if (kind == MessageKind::System)
            row.author.clear();
        return row;
    }
    /// `n` texts of different length, a minute apart; mids prefix0 …
    static QList<Row> many(int n, const QString &prefix = QStringLiteral("m"), qint64 start = 1'795'000'000'000)
    {
        QList<Row> rows;
        rows.reserve(n);
        for (int i = 0; i < n; ++i) {
            const QString words =
                QStringLiteral("Message %1 ").arg(i) + QString(QStringLiteral("and some more words ")).repeated(i * 7 % 23);
            rows.append(
                text(prefix + QString::number(i), words, i % 3 == 0 ? Side::Agent : Side::Customer, start + qint64(i) * 61'000));
        }
        return rows;
    }

    mutable qint64 reads = 0;

private:
    QList<Row> m_rows;
};

} // namespace liaison
