// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/shell/Rail.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace liaison {

class Band;
class ConversationArea;
class ConversationListModel;
class ConversationListPanel;
class CustomersPage;
class OfferCard;
class Preferences;
class ProfilePanel;
class SearchPopup;
class Session;
class SoundPlayer;
class SyncBar;
class TopBar;
class UpdateBar;
struct Conversation;
namespace update {
class UpdateService;
}

/// The workstation's window over one signed-in session: where (rail), who (list), what (tabs and conversation), whom (profile).
/// Below 1200 px the profile folds away, below 900 px the list too; splitters, tabs and place are remembered. GUI thread; neither
/// session nor preferences are owned.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(Session *session, Preferences *preferences, QWidget *parent = nullptr);
    ~MainWindow() override;

    static constexpr int ProfileFoldsBelow = 1200;
    static constexpr int ListFoldsBelow = 900;

    void openConversation(const QString &conversation);
    void showPage(Rail::Page page);
    void openSettings();
    /// A quiet notice across the top, until closed.
    void say(const QString &text);
    /// The same, and it goes by itself after a while.
    void sayInPassing(const QString &text);
    /// Shows a text whose conversation is gone, so that it can be copied: no composer could show it.
    void sayReturned(const QString &text);
    /// Shows what of updates concerns the agent; not owned.
    void setUpdates(update::UpdateService *updates);
    ConversationArea *area() const { return m_area; }
    ConversationListPanel *list() const { return m_list; }
    ProfilePanel *profile() const { return m_profile; }
    QList<OfferCard *> offers() const { return m_offers; }

signals:
    void signInWanted();
    void signOutWanted();
    /// The agent closed the window (not a rebuild in another language).
    void closed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    void wireSession();
    void addShortcuts();
    void onReady();
    void onOffered(const QString &conversation);
    void removeOffer(const QString &conversation);
    void placeOffers();
    void onTick();
    void updateBands();
    void updateTitle();
    void fold();
    void goToNext(const QString &except);
    void stepPart(int by);
    /// Conversations are open: asks once more, and then wants it.
    void askUpdateNow();
    void remember();
    QString key(const QString &name) const;

    Session *m_session;
    Preferences *m_preferences;
    ConversationListModel *m_model;
    SoundPlayer *m_sounds;
    TopBar *m_top;
    Rail *m_rail;
    Band *m_linkBand;
    Band *m_storeBand;
    Band *m_notice;
    UpdateBar *m_update;
    update::UpdateService *m_updates = nullptr;
    QTimer m_passing;
    QString m_returned; ///< text whose conversation is gone, while the notice shows it
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    ConversationListPanel *m_list;
    ConversationArea *m_area;
    ProfilePanel *m_profile;
    CustomersPage *m_customers;
    SyncBar *m_sync;
    SearchPopup *m_search;
    QList<OfferCard *> m_offers;
    QTimer m_tick;
    QElapsedTimer m_sinceSound;
    bool m_restored = false;
    bool m_listWanted = false;    ///< shown although the window is narrow
    bool m_profileWanted = false; ///< the same
    bool m_listHidden = false;    ///< hidden although there is room
    bool m_profileHidden = false; ///< the same
};

} // namespace liaison
