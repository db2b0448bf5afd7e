// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/PolicyTable.h"

#include "models/policy/PolicyNames.h"

#include <algorithm>

namespace liaison {

namespace {
using Type = PolicyKey::Type;

PolicyWords words(const char16_t *english, const char16_t *chinese)
{
    return {QString::fromUtf16(english), QString::fromUtf16(chinese)};
}

PolicyKey key(const char *name, Type type, const char *category, const PolicyWords &title, const PolicyWords &what)
{
    PolicyKey made;
    made.name = QLatin1String(name);
    made.type = type;
    made.category = QLatin1String(category);
    made.title = title;
    made.what = what;
    return made;
}

PolicyKey flag(const char *name, const char *category, bool otherwise, bool whenWrong, const PolicyWords &title,
               const PolicyWords &what)
{
    PolicyKey made = key(name, Type::Bool, category, title, what);
    made.otherwise = otherwise;
    made.whenWrong = whenWrong;
    made.example = QLatin1String(whenWrong ? "true" : "false");
    return made;
}

QList<PolicyKey> connection()
{
    PolicyKey hub =
        key(policy_name::hubUrl, Type::Url, "connection", words(u"Address of the hub", u"服务器地址"),
            words(u"The hub that this workstation signs in to. With it the first start asks only for name and password.",
                  u"本工作站登录的服务器。设置后首次启动只询问用户名和密码。"));
    hub.whenWrong = QString(policy_name::noAddress); // fixed, and to nowhere: nobody is sent to a hub that was not meant
    hub.example = QStringLiteral("https://desk.example.com");
    PolicyKey change = flag(policy_name::hubChangeAllowed, "connection", false, false,
                            words(u"Agents may sign in to another hub", u"允许客服登录其他服务器"),
                            words(u"Whether the address can be changed in the sign-in. Without `hub_url` it always can.",
                                  u"登录时是否可以更改地址。未设置 `hub_url` 时始终可以更改。"));
    PolicyKey pins = key(
        policy_name::hubPins, Type::List, "connection", words(u"Pinned keys of the hub's certificate", u"固定的服务器证书公钥"),
        words(
            u"SHA-256 of the public key (SubjectPublicKeyInfo) of the hub's own certificate, in base64. The certificate must be "
            u"valid as well. Name the next key beside the present one before you change over. If a value cannot be read, no hub "
            u"is trusted.",
            u"服务器自身证书公钥（SubjectPublicKeyInfo）的 SHA-256，base64 "
            u"编码。证书本身也必须有效。更换之前，请把新公钥与现有公钥一并列出。"
            u"如果有值无法读取，则不信任任何服务器。"));
    pins.form = PolicyKey::Form::Sha256;
    // A hash that no key has: nothing fits it.
    pins.whenWrong = QStringList{QString(43, QLatin1Char('A')) + QLatin1Char('=')};
    pins.example = QStringLiteral("vzU4DWLn7/nv6RAEDTblbYbqeNx0mH4j+12qA10bMIw=");
    PolicyKey ca = key(
        policy_name::hubCaFile, Type::Path, "connection",
        words(u"File of the authorities that are trusted", u"受信任的证书颁发机构文件"),
        words(
            u"A PEM file. Only certificates of these authorities are accepted from a hub, and none of those the system trusts. "
            u"If the file cannot be read, or others than the administrator can write it, no hub is trusted.",
            u"PEM "
            u"文件。只接受由这些机构签发的服务器证书，系统信任的其他机构一概不接受。如果文件无法读取，或管理员以外的人可以写入，"
            u"则不信任任何服务器。"));
    ca.whenWrong = QString(policy_name::noFile);
    ca.example = QStringLiteral("/etc/liaison/hub-ca.pem");
    return {hub, change, pins, ca};
}

QList<PolicyKey> signIn()
{
    PolicyKey remember = flag(
        policy_name::signInRemember, "signin", true, false, words(u"Stay signed in", u"保持登录"),
        words(u"Whether the sign-in is kept on this machine. If not, every start asks for the password, also of those who had "
              u"been signed in.",
              u"是否在本机保留登录状态。否则每次启动都要求输入密码，之前已登录的人也不例外。"));
    PolicyKey storage = key(policy_name::keyStorage, Type::Choice, "signin",
                            words(u"Where the key of the local history may be", u"本地记录密钥的存放位置"),
                            words(u"`any`: in the system's secret store, and sealed under the sign-in password or a passphrase "
                                  u"beside it. `keychain`: in "
                                  u"the system's secret store only; without one the workstation does not start.",
                                  u"`any`：系统密钥库，同时用登录密码或口令加密后存于本地文件。`keychain`"
                                  u"：只存于系统密钥库；没有密钥库时工作站不启动。"));
    storage.choices = {{QStringLiteral("any"), words(u"Secret store, or under a passphrase", u"密钥库，或用口令加密")},
                       {QStringLiteral("keychain"), words(u"Secret store only", u"仅密钥库")}};
    storage.otherwise = QStringLiteral("any");
    storage.whenWrong = QStringLiteral("keychain");
    storage.example = QStringLiteral("keychain");
    return {remember, storage};
}

QList<PolicyKey> privacy()
{
    PolicyKey history = key(
        policy_name::historyDays, Type::Number, "privacy",
        words(u"How long closed conversations are kept", u"已关闭会话的保留时间"),
        words(
            u"Days after its end at which a conversation is removed from this machine; 0 removes it within a minute. It stays in "
            u"the hub. What still waits to be sent keeps its conversation, and drafts are never removed. Not set: kept.",
            u"会话结束多少天后从本机删除；0 "
            u"表示一分钟内删除。服务器上仍然保留。还有内容待发送的会话不删除，草稿从不删除。未设置：一直保留。"));
    history.most = 3650;
    history.unit = words(u"days", u"天");
    history.example = QStringLiteral("90");
    PolicyKey lock = key(
        policy_name::lockMinutes, Type::Number, "privacy", words(u"Lock after so many minutes", u"多少分钟后锁定"),
        words(
            u"Minutes without a key press or a movement over the window after which it is locked; the agent's password opens it. "
            u"0: never.",
            u"窗口内没有按键或鼠标动作多少分钟后锁定；用客服的密码解锁。0：从不。"));
    lock.most = 240;
    lock.unit = words(u"minutes", u"分钟");
    lock.otherwise = 0;
    lock.whenWrong = 5;
    lock.example = QStringLiteral("10");
    PolicyKey rules = key(
        policy_name::maskingRules, Type::List, "privacy", words(u"What is masked in messages", u"消息中需要遮盖的内容"),
        words(u"Regular expressions (PCRE). What they match in a message is shown as dots: in the conversation, previews and "
              u"search "
              u"results, and in what is copied from there. An expression that cannot be read is replaced by one for any eight or "
              u"more digits; a text on which one takes too long is masked whole.",
              u"正则表达式（PCRE）。消息中匹配的内容以圆点显示：会话、预览、搜索结果以及从中复制的内容。无法读取的表达式改用“八位"
              u"以上数字”的规则；"
              u"某条文本匹配耗时过长时整条遮盖。"));
    rules.form = PolicyKey::Form::Expression;
    rules.whenWrong = QStringList{QString(policy_name::anyNumber)};
    // No \b: between a Chinese character and a digit there is no end of a word.
    rules.example = QStringLiteral("(?<!\\d)\\d(?:[ -]?\\d){12,18}(?!\\d)");
    PolicyKey reveal =
        flag(policy_name::maskingReveal, "privacy", true, false,
             words(u"Agents may reveal what is masked", u"允许客服查看被遮盖的内容"),
             words(u"Whether the menu of a message has \"Show what is masked\".", u"消息菜单中是否有“显示被遮盖的内容”。"));
    return {history, lock, rules, reveal};
}

QList<PolicyKey> updates()
{
    PolicyKey enabled = flag(policy_name::updateEnabled, "update", true, false, words(u"Updates", u"更新"),
                             words(u"Whether this workstation looks for updates.", u"本工作站是否检查更新。"));
    PolicyKey url =
        key(policy_name::updateUrl, Type::Url, "update", words(u"Address of the update manifest", u"更新清单地址"),
            words(u"Where the signed manifest lies; the hub or any web server. The hub is held to `hub_pins` and `hub_ca_file` "
                  u"here, too.",
                  u"已签名的更新清单所在地址；可以是服务器或任意网站。若为服务器，`hub_pins` 和 `hub_ca_file` 同样适用。"));
    url.example = QStringLiteral("https://desk.example.com/update/manifest.json");
    PolicyKey channel = key(policy_name::updateChannel, Type::Text, "update", words(u"Update channel", u"更新通道"),
                            words(u"Which releases of the manifest are for this machine.", u"清单中哪些版本适用于本机。"));
    channel.otherwise = QStringLiteral("stable");
    channel.whenWrong = QStringLiteral("stable");
    channel.example = QStringLiteral("stable");
    PolicyKey signer =
        key(policy_name::updateKey, Type::Text, "update", words(u"Key of the update manifest", u"更新清单公钥"),
            words(u"The Ed25519 public key, in base64, under which manifests are signed. If it cannot be read, no update "
                  u"is taken.",
                  u"签署清单所用的 Ed25519 公钥，base64 编码。如果无法读取，则不接受任何更新。"));
    signer.form = PolicyKey::Form::Ed25519Key;
    signer.whenWrong = QStringLiteral("unreadable"); // no key: nothing is signed under it
    signer.example = QStringLiteral("eS+k1+lCUxh5rdG6jUO8I4Dlj4hD123h9aH/qlTWdiw=");
    return {enabled, url, channel, signer};
}

QList<PolicyKey> appearance()
{
    PolicyKey language = key(policy_name::language, Type::Choice, "appearance", words(u"Language", u"语言"),
                             words(u"Language of the workstation.", u"工作站的语言。"));
    language.choices = {{QStringLiteral("system"), words(u"As the system", u"跟随系统")},
                        {QStringLiteral("zh"), words(u"Chinese", u"中文")},
                        {QStringLiteral("en"), words(u"English", u"英文")}};
    language.example = QStringLiteral("zh");
    PolicyKey theme =
        key(policy_name::theme, Type::Choice, "appearance", words(u"Theme", u"主题"), words(u"Light or dark.", u"浅色或深色。"));
    theme.choices = {{QStringLiteral("system"), words(u"As the system", u"跟随系统")},
                     {QStringLiteral("light"), words(u"Light", u"浅色")},
                     {QStringLiteral("dark"), words(u"Dark", u"深色")}};
    theme.example = QStringLiteral("system");
    PolicyKey density = key(policy_name::density, Type::Choice, "appearance", words(u"Density", u"密度"),
                            words(u"How close rows stand.", u"行与行之间的距离。"));
    density.choices = {{QStringLiteral("comfortable"), words(u"Comfortable", u"舒适")},
                       {QStringLiteral("compact"), words(u"Compact", u"紧凑")}};
    density.example = QStringLiteral("compact");
    PolicyKey sounds = flag(policy_name::sounds, "appearance", true, true, words(u"Sounds", u"声音"),
                            words(u"Whether offers and new messages make a sound.", u"新会话和新消息是否发出声音。"));
    sounds.otherwise = {};
    sounds.whenWrong = {};
    return {language, theme, density, sounds};
}
} // namespace

const QList<PolicyKey> &PolicyTable::keys()
{
    static const QList<PolicyKey> all = connection() + signIn() + privacy() + updates() + appearance();
    return all;
}

const QList<PolicyCategory> &PolicyTable::categories()
{
    static const QList<PolicyCategory> all{{QStringLiteral("connection"), words(u"Connection", u"连接")},
                                           {QStringLiteral("signin"), words(u"Sign-in", u"登录")},
                                           {QStringLiteral("privacy"), words(u"Privacy", u"隐私")},
                                           {QStringLiteral("update"), words(u"Updates", u"更新")},
                                           {QStringLiteral("appearance"), words(u"Appearance", u"外观")}};
    return all;
}

const PolicyKey *PolicyTable::find(const QString &name)
{
    const QList<PolicyKey> &all = keys();
    const auto found = std::find_if(all.begin(), all.end(), [&](const PolicyKey &key) { return key.name == name; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace liaison
