// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Tokens.h"

#include <QIcon>
#include <QPixmap>

class QPainter;

namespace liaison {

/// Every icon the program has; the file is the name in lower case (ArrowUp: arrow_up_16_regular.svg …).
enum class Icon {
    Add,
    Alert,
    Archive,
    ArrowClockwise,
    ArrowDown,
    ArrowDownload,
    ArrowEnter,
    ArrowExit,
    ArrowReply,
    ArrowSync,
    ArrowUndo,
    ArrowUp,
    Attach,
    Calendar,
    Call,
    Chat,
    ChatMultiple,
    Checkmark,
    CheckmarkCircle,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    ChevronUp,
    Circle,
    Clock,
    CloudOff,
    Copy,
    Database,
    Delete,
    Dismiss,
    Document,
    DocumentError,
    DrinkCoffee,
    Edit,
    Emoji,
    ErrorCircle,
    Eye,
    EyeOff,
    Filter,
    FolderOpen,
    FullScreenMaximize,
    Globe,
    History,
    Image,
    ImageOff,
    Info,
    Keyboard,
    Lightbulb,
    Link,
    LocalLanguage,
    Location,
    LockClosed,
    Mail,
    MoreHorizontal,
    Note,
    Notepad,
    Open,
    PanelLeft,
    PanelRight,
    People,
    PeopleQueue,
    Person,
    PersonAdd,
    PersonAvailable,
    PersonClock,
    PersonSwap,
    Phone,
    Pin,
    PlugDisconnected,
    Pulse,
    QuestionCircle,
    Save,
    Search,
    Send,
    Settings,
    ShieldCheckmark,
    SignOut,
    Speaker2,
    SpeakerMute,
    Star,
    Subtract,
    Tag,
    TextQuote,
    Timer,
    Warning,
    WeatherMoon,
    WeatherSunny,
    ZoomIn,
    ZoomOut,
    Count
};

/// Monochrome icons in the colours of the theme, kept per picture, size, device pixel ratio and colour. GUI thread.
namespace Icons {

/// An icon for buttons, actions and menus: follows the theme while it runs, is grey when disabled, filled when switched on.
QIcon icon(Icon icon, Token colour = Token::Text2, bool filled = false);

/// The same as a picture of `size` × `size` logical pixels.
QPixmap pixmap(Icon icon, int size, const QColor &colour, qreal devicePixelRatio, bool filled = false);

/// Paints it centred in `rect`, `size` logical pixels wide: for delegates.
void paint(QPainter *painter, const QRect &rect, Icon icon, int size, Token colour, bool filled = false);

/// Path of the picture in the resources that serves best for `size`; for the test that all exist.
QString resourcePath(Icon icon, int size, bool filled);

} // namespace Icons

} // namespace liaison
