// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>
#include <QPersistentModelIndex>

class QKeyEvent;
class QLabel;
class QListView;

namespace liaison {

class SearchField;
class SearchModel;
class Session;

/// Results under the search field while one types: conversations by customer, then messages. Keys stay in the field. GUI thread.
class SearchPopup : public QFrame
{
    Q_OBJECT
public:
    SearchPopup(Session *session, SearchField *field, QWidget *parent);
    void place();

signals:
    /// `cseq` 0: the conversation, not a message of it.
    void chosen(const QString &conversation, qint64 cseq, const QString &mid);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void onKey(QKeyEvent *event);
    void updateResults();
    void choose();
    void leave();
    SearchField *m_field;
    SearchModel *m_model;
    QListView *m_list;
    QLabel *m_words;
    bool m_left = false;         ///< no answer that is still under way brings it back
    QPersistentModelIndex m_top; ///< the uppermost row in sight while rows come in
};

} // namespace liaison
