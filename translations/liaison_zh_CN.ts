<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_GB">
<context>
    <name>TimeWords</name>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>date without year</comment>
        <translation>M 月 d 日</translation>
    </message>
</context>
<context>
    <name>liaison::AppearancePage</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>显示密度</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Play a sound for offers and new messages</source>
        <translation>新来访和新消息播放提示音</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>提示音</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试听</translation>
    </message>
    <message>
        <source>Play the sound</source>
        <translation>播放提示音</translation>
    </message>
    <message>
        <source>Start when I log in to this computer</source>
        <translation>登录此电脑时自动启动</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>This could not be set: %1</source>
        <translation>无法设置：%1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Set by your organisation</source>
        <translation>由您的单位设置</translation>
    </message>
</context>
<context>
    <name>liaison::AttachmentBar</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send %1 (%2) to %3?</source>
        <translation>将 %1（%2）发送给 %3？</translation>
    </message>
    <message numerus="yes">
        <source>Send %n file(s) to %1?</source>
        <translation>
            <numerusform>将 %n 个文件发送给 %1？</numerusform>
        </translation>
    </message>
    <message>
        <source>Send this picture (%1 × %2) to %3?</source>
        <translation>将这张图片（%1 × %2）发送给 %3？</translation>
    </message>
</context>
<context>
    <name>liaison::Band</name>
    <message>
        <source>Close this notice</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>liaison::CannedPopup</name>
    <message>
        <source>Canned replies</source>
        <translation>常用语</translation>
    </message>
</context>
<context>
    <name>liaison::CannedRepliesPage</name>
    <message>
        <source>Find a canned reply</source>
        <translation>查找常用语</translation>
    </message>
    <message>
        <source>Find by shortcut or words</source>
        <translation>按快捷词或内容查找</translation>
    </message>
    <message>
        <source>Canned replies</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>New reply</source>
        <translation>新建常用语</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷词</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>可见范围</translation>
    </message>
    <message>
        <source>Only me</source>
        <translation>仅自己</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Variables: {customer.name} {agent.name} {queue.name} {today.date}; with words for an empty one: {customer.name|customer}</source>
        <translation>变量：{customer.name} {agent.name} {queue.name} {today.date}；可指定为空时的替代文字：{customer.name|客户}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>liaison::CloseDialog</name>
    <message>
        <source>Close the conversation</source>
        <translation>结束会话</translation>
    </message>
    <message>
        <source>What was the conversation with %1 about?</source>
        <translation>与 %1 的会话属于哪类问题？</translation>
    </message>
    <message>
        <source>Type to find a wrap-up code</source>
        <translation>输入关键字查找小结</translation>
    </message>
    <message>
        <source>Find a wrap-up code</source>
        <translation>查找小结</translation>
    </message>
    <message>
        <source>Wrap-up codes</source>
        <translation>小结</translation>
    </message>
    <message>
        <source>Note for colleagues (optional)</source>
        <translation>给同事的备注（选填）</translation>
    </message>
    <message>
        <source>Note for colleagues</source>
        <translation>给同事的备注</translation>
    </message>
    <message>
        <source>Close conversation</source>
        <translation>结束会话</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>liaison::Composer</name>
    <message>
        <source>Internal note — the customer never sees it</source>
        <translation>内部备注，客户不可见</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Send a picture</source>
        <translation>发送图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.gif *.webp *.bmp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.gif *.webp *.bmp)</translation>
    </message>
    <message>
        <source>Send a file</source>
        <translation>发送文件</translation>
    </message>
    <message>
        <source>Canned replies</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>Internal note</source>
        <translation>内部备注</translation>
    </message>
    <message>
        <source>%1   Alt %2</source>
        <translation>%1   Alt %2</translation>
    </message>
    <message>
        <source>Suggested answer %1: %2</source>
        <translation>推荐回复 %1：%2</translation>
    </message>
    <message>
        <source>“%1” — %2</source>
        <translation>「%1」—— %2</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>添加备注</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send to %1</source>
        <translation>发送给 %1</translation>
    </message>
    <message>
        <source>%1 of %2 characters</source>
        <translation>%1/%2 字</translation>
    </message>
    <message>
        <source>Offline: it will be sent when the link is back</source>
        <translation>当前离线，恢复连接后自动发送</translation>
    </message>
    <message>
        <source>Enter adds the note</source>
        <translation>Enter 添加备注</translation>
    </message>
    <message>
        <source>Enter to send · Ctrl Enter to send and go to the next</source>
        <translation>Enter 发送 · Ctrl Enter 发送并到下一位</translation>
    </message>
    <message>
        <source>Write a note for colleagues</source>
        <translation>给同事写备注</translation>
    </message>
    <message>
        <source>Write to %1, or / for canned replies</source>
        <translation>回复 %1，输入 / 使用常用语</translation>
    </message>
    <message>
        <source>Reply to %1</source>
        <translation>回复 %1</translation>
    </message>
</context>
<context>
    <name>liaison::ConfirmOldDialog</name>
    <message>
        <source>Still send this?</source>
        <translation>仍要发送吗？</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) waited for more than ten minutes</source>
        <translation>
            <numerusform>有 %n 项内容等待发送已超过 10 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>The customer may have moved on. What is ticked is sent; texts that are not return to the draft.</source>
        <translation>客户的情况可能已有变化。勾选的内容会发送，未勾选的文字会退回草稿。</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>撰写时间</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
    <message>
        <source>A file or note</source>
        <translation>文件或备注</translation>
    </message>
    <message>
        <source>A change without a text</source>
        <translation>不含文字的操作</translation>
    </message>
    <message>
        <source>Send none, keep the texts as drafts</source>
        <translation>都不发送，文字存为草稿</translation>
    </message>
    <message>
        <source>Send what is ticked</source>
        <translation>发送勾选的内容</translation>
    </message>
</context>
<context>
    <name>liaison::ConversationArea</name>
    <message>
        <source>Show the list</source>
        <translation>显示列表</translation>
    </message>
    <message>
        <source>Show the customer</source>
        <translation>显示客户资料</translation>
    </message>
    <message>
        <source>No conversation is open</source>
        <translation>尚未打开会话</translation>
    </message>
    <message>
        <source>Choose one on the left. Offers appear by themselves while you are available.</source>
        <translation>请从左侧选择会话。可接待时，新来访会自动出现。</translation>
    </message>
</context>
<context>
    <name>liaison::ConversationDelegate</name>
    <message>
        <source>Late %1</source>
        <translation>超时 %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩 %1</translation>
    </message>
    <message>
        <source>Offered to you</source>
        <translation>新来访</translation>
    </message>
    <message>
        <source>Reply now</source>
        <translation>现在回复</translation>
    </message>
    <message>
        <source>target %1 s</source>
        <translation>目标 %1 秒</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>等待客户</translation>
    </message>
    <message>
        <source>To be wrapped up</source>
        <translation>待收尾</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>typing…</source>
        <translation>正在输入…</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Offer %1</source>
        <translation>来访 %1</translation>
    </message>
    <message>
        <source>VIP</source>
        <translation>VIP</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
</context>
<context>
    <name>liaison::ConversationHeader</name>
    <message>
        <source>Accept</source>
        <translation>接待</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>接入</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转接</translation>
    </message>
    <message>
        <source>Park</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Answer due</source>
        <translation>回复时限</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩 %1</translation>
    </message>
    <message>
        <source>%1 over</source>
        <translation>超时 %1</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>conversation no. %1</source>
        <translation>第 %1 次咨询</translation>
    </message>
    <message>
        <source>first conversation</source>
        <translation>首次咨询</translation>
    </message>
    <message>
        <source>lasted %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>open for %1</source>
        <translation>已接待 %1</translation>
    </message>
    <message>
        <source>waiting for %1</source>
        <translation>已等待 %1</translation>
    </message>
    <message>
        <source>VIP %1</source>
        <translation>VIP %1</translation>
    </message>
</context>
<context>
    <name>liaison::ConversationListPanel</name>
    <message>
        <source>My conversations</source>
        <translation>我的会话</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Waiting queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Needs me</source>
        <translation>需要我</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接待</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Park</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>%1 · %2 about to be late</source>
        <translation>%1 个 · %2 个即将超时</translation>
    </message>
    <message>
        <source>Queue %1</source>
        <translation>排队 %1</translation>
    </message>
    <message>
        <source>Nobody is waiting</source>
        <translation>暂无排队</translation>
    </message>
    <message>
        <source>Customers who wait in your queues are listed here; you can take one early.</source>
        <translation>在你的队列中排队的客户会显示在这里，可提前接入。</translation>
    </message>
    <message>
        <source>Nothing is parked</source>
        <translation>暂无搁置的会话</translation>
    </message>
    <message>
        <source>Park a conversation that has to wait for something; it does not count as load.</source>
        <translation>暂时无法处理的会话可以先搁置，不占用接待数。</translation>
    </message>
    <message>
        <source>All answered</source>
        <translation>已全部回复</translation>
    </message>
    <message>
        <source>The next customer is offered to you as soon as one comes.</source>
        <translation>有新客户来访时会立即分配给你。</translation>
    </message>
    <message>
        <source>You are not receiving customers</source>
        <translation>当前未接待新客户</translation>
    </message>
    <message>
        <source>Set your status to Available to be offered conversations.</source>
        <translation>将状态设为「可接待」，即可收到新会话。</translation>
    </message>
    <message>
        <source>Become available</source>
        <translation>开始接待</translation>
    </message>
</context>
<context>
    <name>liaison::ConversationPage</name>
    <message>
        <source>Picture %1.png</source>
        <translation>图片 %1.png</translation>
    </message>
    <message>
        <source>%1 was not sent: %2.</source>
        <translation>%1 未能发送：%2。</translation>
    </message>
    <message>
        <source>Accept the conversation to answer</source>
        <translation>接待后即可回复</translation>
    </message>
    <message>
        <source>Take the conversation to answer</source>
        <translation>接入后即可回复</translation>
    </message>
    <message>
        <source>The chat has ended: close it with a wrap-up code</source>
        <translation>对话已结束，请选择小结并结束会话</translation>
    </message>
    <message>
        <source>This conversation is closed</source>
        <translation>此会话已结束</translation>
    </message>
    <message>
        <source>%1 is typing…</source>
        <translation>%1 正在输入…</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>The file was not saved: %1</source>
        <translation>文件未能保存：%1</translation>
    </message>
</context>
<context>
    <name>liaison::ConversationTabs</name>
    <message>
        <source>Open conversations</source>
        <translation>已打开的会话</translation>
    </message>
    <message>
        <source>Close the tab</source>
        <translation>关闭标签页</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
    <message>
        <source>typing</source>
        <translation>输入中</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>%1, pinned</source>
        <translation>%1，已固定</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Close the others</source>
        <translation>关闭其他</translation>
    </message>
</context>
<context>
    <name>liaison::CountdownRing</name>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>还剩 %n 秒</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::CustomersPage</name>
    <message>
        <source>Write to this customer</source>
        <translation>联系该客户</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Find a customer</source>
        <translation>查找客户</translation>
    </message>
    <message>
        <source>Name, phone or account</source>
        <translation>姓名、电话或账号</translation>
    </message>
    <message>
        <source>VIP %1</source>
        <translation>VIP %1</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n 次咨询</numerusform>
        </translation>
    </message>
    <message>
        <source>Customers cannot be looked up while offline</source>
        <translation>离线时无法查找客户</translation>
    </message>
    <message>
        <source>What is stored here can still be searched with Ctrl+K.</source>
        <translation>仍可按 Ctrl+K 搜索本机记录。</translation>
    </message>
    <message>
        <source>Type at least two characters of a name, phone number or account.</source>
        <translation>请输入姓名、电话或账号中的至少两个字符。</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>未找到客户</translation>
    </message>
    <message>
        <source>Check the spelling, or try the phone number.</source>
        <translation>请检查输入是否正确，或试试电话号码。</translation>
    </message>
    <message>
        <source>Your latest customers</source>
        <translation>最近接待的客户</translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) found</source>
        <translation>
            <numerusform>找到 %n 位客户</numerusform>
        </translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
</context>
<context>
    <name>liaison::DiagnosticsPage</name>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>offline, waiting for the next try</source>
        <translation>离线，等待下次重试</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>正在同步</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>已同步</translation>
    </message>
    <message>
        <source>Link to the hub</source>
        <translation>服务器连接</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往返</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>Local store</source>
        <translation>本地记录</translation>
    </message>
    <message>
        <source>Conversations held</source>
        <translation>已存会话</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>in trouble: %1</source>
        <translation>异常：%1</translation>
    </message>
    <message>
        <source>encrypted, in order</source>
        <translation>已加密，正常</translation>
    </message>
    <message>
        <source>Check this computer</source>
        <translation>检查本机</translation>
    </message>
    <message>
        <source>Checks of this computer</source>
        <translation>本机检查结果</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查所见</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>to note</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>not set up on this computer</source>
        <translation>本机未配置更新</translation>
    </message>
    <message>
        <source>fetching a new version, %1 %</source>
        <translation>正在下载新版本，%1 %</translation>
    </message>
    <message>
        <source>%1 lies ready</source>
        <translation>%1 已就绪</translation>
    </message>
    <message>
        <source>not looked for yet</source>
        <translation>尚未检查</translation>
    </message>
</context>
<context>
    <name>liaison::EarlierSection</name>
    <message>
        <source>Earlier conversations</source>
        <translation>以往会话</translation>
    </message>
    <message>
        <source>Earlier conversations %1</source>
        <translation>以往会话 %1</translation>
    </message>
    <message>
        <source>Conversation %1</source>
        <translation>会话 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>date · agent</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>This is the first one</source>
        <translation>这是首次会话</translation>
    </message>
</context>
<context>
    <name>liaison::EmojiPopup</name>
    <message>
        <source>Emoji</source>
        <translation>表情</translation>
    </message>
</context>
<context>
    <name>liaison::HubProbe</name>
    <message>
        <source>no hub is named</source>
        <translation>没有指定服务器</translation>
    </message>
    <message>
        <source>not tried: %1</source>
        <translation>未检查：%1</translation>
    </message>
    <message>
        <source>an earlier step failed</source>
        <translation>前一步失败</translation>
    </message>
    <message>
        <source>this is not the address of a hub</source>
        <translation>这不是服务器地址</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 的地址是 %2</translation>
    </message>
    <message>
        <source>%1, port %2</source>
        <translation>%1，端口 %2</translation>
    </message>
    <message>
        <source>port %1: %2</source>
        <translation>端口 %1：%2</translation>
    </message>
    <message>
        <source>not used: the hub is on this computer</source>
        <translation>不使用：服务器就在本机</translation>
    </message>
    <message>
        <source>%1, valid until %2</source>
        <translation>%1，有效期至 %2</translation>
    </message>
    <message>
        <source>none is set; the hub&apos;s is %1</source>
        <translation>未设置；服务器的是 %1</translation>
    </message>
    <message>
        <source>none is set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>as the policy has it</source>
        <translation>与策略一致</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>it answers %1</source>
        <translation>它的回答是 %1</translation>
    </message>
    <message>
        <source>not compared: the hub did not say its time</source>
        <translation>未比较：服务器没有给出时间</translation>
    </message>
    <message>
        <source>within %1 s of the hub&apos;s</source>
        <translation>与服务器相差不超过 %1 秒</translation>
    </message>
    <message>
        <source>%1 s ahead of the hub&apos;s</source>
        <translation>比服务器快 %1 秒</translation>
    </message>
    <message>
        <source>%1 s behind the hub&apos;s</source>
        <translation>比服务器慢 %1 秒</translation>
    </message>
</context>
<context>
    <name>liaison::JumpButton</name>
    <message numerus="yes">
        <source>Jump to newest, %n new message(s)</source>
        <translation>
            <numerusform>跳到最新，%n 条新消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Jump to newest</source>
        <translation>跳到最新</translation>
    </message>
</context>
<context>
    <name>liaison::LinkOpener</name>
    <message>
        <source>This link is not one that Liaison can open.</source>
        <translation>Liaison 无法打开此链接。</translation>
    </message>
    <message>
        <source>The conversation of this link is not on your desk.</source>
        <translation>此链接的会话不在您的工作台上。</translation>
    </message>
    <message>
        <source>You are signed in at %1. To work at %2, sign out first.</source>
        <translation>您已登录 %1。要使用 %2，请先退出登录。</translation>
    </message>
    <message>
        <source>Sign in at the hub %1?</source>
        <translation>要登录服务器 %1 吗？</translation>
    </message>
    <message>
        <source>A link asks for this. Your name and password would go to that address; go on only if you know it.</source>
        <translation>这是一个链接提出的请求。您的姓名和密码将发送到该地址，请确认您认识它再继续。</translation>
    </message>
    <message>
        <source>Use this hub</source>
        <translation>使用此服务器</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>liaison::KeychainProbe</name>
    <message>
        <source>it gives back something else than it was given</source>
        <translation>取回的内容与存入的不同</translation>
    </message>
</context>
<context>
    <name>liaison::LocalWipe</name>
    <message>
        <source>%1: it cannot be written</source>
        <translation>%1：无法写入</translation>
    </message>
    <message>
        <source>%1: the key in the system&apos;s secret store: %2</source>
        <translation>%1：系统密钥库中的密钥：%2</translation>
    </message>
    <message>
        <source>%1: not everything could be removed</source>
        <translation>%1：未能全部删除</translation>
    </message>
    <message>
        <source>%1: it cannot be removed</source>
        <translation>%1：无法删除</translation>
    </message>
</context>
<context>
    <name>liaison::LockWindow</name>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Liaison – locked</source>
        <translation>Liaison – 已锁定</translation>
    </message>
    <message>
        <source>Liaison is locked</source>
        <translation>Liaison 已锁定</translation>
    </message>
    <message>
        <source>Signed in as %1. What you wrote is kept.</source>
        <translation>当前登录：%1。您写的内容都已保存。</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
</context>
<context>
    <name>liaison::MachineChecks</name>
    <message>
        <source>there is none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 无法写入：%2</translation>
    </message>
    <message>
        <source>%1 will be made</source>
        <translation>将创建 %1</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Qt has no plugin for windows here</source>
        <translation>缺少 Qt 的窗口插件</translation>
    </message>
    <message>
        <source>there is no display in this session; checked with &quot;%1&quot;</source>
        <translation>当前会话没有显示器；检查时使用“%1”</translation>
    </message>
    <message>
        <source>no TLS backend works; there are: %1</source>
        <translation>没有可用的 TLS 后端；现有：%1</translation>
    </message>
    <message>
        <source>missing: %1</source>
        <translation>缺少：%1</translation>
    </message>
    <message>
        <source>all there</source>
        <translation>齐全</translation>
    </message>
    <message>
        <source>not looked at without a display</source>
        <translation>没有显示器，未检查</translation>
    </message>
    <message>
        <source>there is none; Chinese texts would be boxes</source>
        <translation>没有；中文会显示为方框</translation>
    </message>
    <message>
        <source>there is no sound output; offers are only shown</source>
        <translation>没有声音输出；新会话只显示，不响铃</translation>
    </message>
</context>
<context>
    <name>liaison::MainWindow</name>
    <message>
        <source>This machine has no sound output, so offers are only shown. Plug in a headset to hear them.</source>
        <translation>本机没有音频输出，新来访只会显示，没有提示音。接上耳机即可听到。</translation>
    </message>
    <message>
        <source>An offer ran out; the conversation went back to the queue.</source>
        <translation>新会话超时未接待，已退回队列。</translation>
    </message>
    <message>
        <source>A colleague took the conversation.</source>
        <translation>会话已由同事接待。</translation>
    </message>
    <message>
        <source>The hub wants you to sign in again. What you wrote is kept.</source>
        <translation>请重新登录。已写的内容会保留。</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>No connection. You can read, search and write on; replies are sent as soon as it is back.</source>
        <translation>网络已断开。你可以继续查看、搜索和回复，消息会在恢复连接后自动发送。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>%1 – Liaison</source>
        <translation>%1 – Liaison</translation>
    </message>
    <message>
        <source>Hide the list</source>
        <translation>隐藏列表</translation>
    </message>
    <message>
        <source>Show the list</source>
        <translation>显示列表</translation>
    </message>
    <message>
        <source>Hide the customer</source>
        <translation>隐藏客户资料</translation>
    </message>
    <message>
        <source>Show the customer</source>
        <translation>显示客户资料</translation>
    </message>
    <message>
        <source>This was not sent, because the conversation is no longer yours: %1</source>
        <translation>这条回复没有发出，因为会话已不在您名下：%1</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Update now?</source>
        <translation>现在更新？</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) are open.</source>
        <translation>
            <numerusform>有 %n 个会话尚未结束。</numerusform>
        </translation>
    </message>
    <message>
        <source>Liaison closes and comes back in the new version. Your customers wait meanwhile; what you wrote is kept.</source>
        <translation>Liaison 将关闭并以新版本重新打开。其间客户需要等待，您写的内容会保留。</translation>
    </message>
    <message>
        <source>Update now</source>
        <translation>立即更新</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不更新</translation>
    </message>
</context>
<context>
    <name>liaison::MessageItem</name>
    <message>
        <source>Message recalled</source>
        <translation>消息已撤回</translation>
    </message>
    <message>
        <source>[Picture] %1</source>
        <translation>[图片] %1</translation>
    </message>
    <message>
        <source>[File] %1</source>
        <translation>[文件] %1</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>发送失败</translation>
    </message>
    <message>
        <source>Waits for your word</source>
        <translation>待你确认</translation>
    </message>
    <message>
        <source>Internal note by %1</source>
        <translation>%1 的内部备注</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
</context>
<context>
    <name>liaison::MessageLayout</name>
    <message>
        <source>d MMMM</source>
        <comment>day of this year</comment>
        <translation>M 月 d 日</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <comment>day of another year</comment>
        <translation>yyyy 年 M 月 d 日</translation>
    </message>
    <message>
        <source>Today · %1</source>
        <translation>今天 · %1</translation>
    </message>
    <message>
        <source>Yesterday · %1</source>
        <translation>昨天 · %1</translation>
    </message>
    <message>
        <source>Internal note · %1 · %2</source>
        <translation>内部备注 · %1 · %2</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Not sent.</source>
        <translation>发送失败。</translation>
    </message>
    <message>
        <source>Not sent: %1</source>
        <translation>发送失败：%1</translation>
    </message>
    <message>
        <source>Written more than ten minutes ago and not sent yet. Send it still?</source>
        <translation>写于 10 多分钟前，尚未发送。仍要发送吗？</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃发送</translation>
    </message>
</context>
<context>
    <name>liaison::MessageListView</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>暂无消息</translation>
    </message>
    <message>
        <source>What the two of you write appears here.</source>
        <translation>你和客户的消息会显示在这里。</translation>
    </message>
    <message>
        <source>Opens %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Reply with quote</source>
        <translation>引用回复</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃发送</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Show what is masked</source>
        <translation>显示被遮盖的内容</translation>
    </message>
</context>
<context>
    <name>liaison::MessagePainter</name>
    <message>
        <source>New messages</source>
        <translation>新消息</translation>
    </message>
</context>
<context>
    <name>liaison::MessageWords</name>
    <message>
        <source>Waiting for an agent</source>
        <translation>等待客服接待</translation>
    </message>
    <message>
        <source>Waiting for an agent in %1</source>
        <translation>在 %1 排队，等待客服接待</translation>
    </message>
    <message>
        <source>%1 took the conversation</source>
        <translation>由 %1 接待</translation>
    </message>
    <message>
        <source>Handed over from %1 to %2</source>
        <translation>由 %1 转接给 %2</translation>
    </message>
    <message>
        <source>Back in the queue</source>
        <translation>已退回队列</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Conversation closed</source>
        <translation>会话已结束</translation>
    </message>
    <message>
        <source>The customer has left</source>
        <translation>客户已离开</translation>
    </message>
    <message>
        <source>The customer is back</source>
        <translation>客户已返回</translation>
    </message>
    <message>
        <source>Event: %1</source>
        <translation>事件：%1</translation>
    </message>
    <message>
        <source>Not sent: this computer could not store it</source>
        <translation>发送失败：本机无法保存</translation>
    </message>
    <message>
        <source>Not sent: too big</source>
        <translation>发送失败：内容过大</translation>
    </message>
    <message>
        <source>Not sent: the hub does not accept this content</source>
        <translation>发送失败：服务器不接受此内容</translation>
    </message>
    <message>
        <source>Not sent: this conversation is no longer yours</source>
        <translation>发送失败：此会话已不由你接待</translation>
    </message>
    <message>
        <source>Not sent: the conversation or the file is gone</source>
        <translation>发送失败：会话或文件已不存在</translation>
    </message>
    <message>
        <source>Not sent: the conversation has moved on</source>
        <translation>发送失败：会话状态已变化</translation>
    </message>
    <message>
        <source>Not sent: too late</source>
        <translation>发送失败：已超过时限</translation>
    </message>
    <message>
        <source>Not sent: the hub has no room for it</source>
        <translation>发送失败：服务器空间不足</translation>
    </message>
    <message>
        <source>Not sent: the hub refused it</source>
        <translation>发送失败：服务器已拒绝</translation>
    </message>
    <message>
        <source>[Picture] %1</source>
        <translation>[图片] %1</translation>
    </message>
    <message>
        <source>[File] %1</source>
        <translation>[文件] %1</translation>
    </message>
</context>
<context>
    <name>liaison::NotesSection</name>
    <message>
        <source>Add note</source>
        <translation>添加备注</translation>
    </message>
    <message>
        <source>Shared notes</source>
        <translation>共享备注</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a shared note</source>
        <translation>添加共享备注</translation>
    </message>
    <message>
        <source>New shared note</source>
        <translation>新共享备注</translation>
    </message>
    <message>
        <source>Colleagues see it, the customer never does</source>
        <translation>仅同事可见，客户不可见</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Note by %1</source>
        <translation>%1 的备注</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>author · date</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No notes yet</source>
        <translation>暂无备注</translation>
    </message>
</context>
<context>
    <name>liaison::OfferCard</name>
    <message>
        <source>Accept</source>
        <translation>接待</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Accept (%1)</source>
        <translation>接待（%1）</translation>
    </message>
    <message>
        <source>Decline (%1)</source>
        <translation>拒绝（%1）</translation>
    </message>
    <message>
        <source>A customer for you</source>
        <translation>新客户来访</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
    <message>
        <source>VIP %1</source>
        <translation>VIP %1</translation>
    </message>
    <message>
        <source>conversation no. %1</source>
        <translation>第 %1 次咨询</translation>
    </message>
    <message>
        <source>Offered: %1. %2</source>
        <translation>新来访：%1。%2</translation>
    </message>
    <message>
        <source>Accept %1</source>
        <translation>接待 %1</translation>
    </message>
    <message>
        <source>Decline %1</source>
        <translation>拒绝 %1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more in the list</source>
        <translation>
            <numerusform>列表中还有 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::OpenLinkDialog</name>
    <message>
        <source>Open this address?</source>
        <translation>打开此链接？</translation>
    </message>
    <message>
        <source>This leads to %1</source>
        <translation>将打开 %1</translation>
    </message>
    <message>
        <source>The customer sent this address. Open it only if you expect it.</source>
        <translation>此链接由客户发送，请确认可信后再打开。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Careful: this name mixes letters of different writings, as names do that imitate another address.</source>
        <translation>注意：此域名混用了不同文字的字母，仿冒网址常用这种手法。</translation>
    </message>
    <message>
        <source>This name is written with letters that can look like others; shown above is what it truly is.</source>
        <translation>此域名含有容易与其他字母混淆的文字，上方显示的是它的真实写法。</translation>
    </message>
</context>
<context>
    <name>liaison::PassphraseDialog</name>
    <message>
        <source>Protect the history</source>
        <translation>保护本地记录</translation>
    </message>
    <message>
        <source>Open the history</source>
        <translation>打开本地记录</translation>
    </message>
    <message>
        <source>Passphrase of the local history</source>
        <translation>本地记录口令</translation>
    </message>
    <message>
        <source>This system has no place to keep secrets, so a passphrase protects the conversations stored on this machine. You are asked for it at every start. Your sign-in password will do.</source>
        <translation>当前系统没有密钥存储，因此需要用口令保护本机保存的会话。每次启动时都要输入，可以直接使用登录密码。</translation>
    </message>
    <message>
        <source>The system&apos;s secret store does not have the key of the conversations stored on this machine. Please enter the passphrase they were protected with: usually the password you signed in with then.</source>
        <translation>系统密钥存储中没有本机会话的密钥。请输入当时用来保护会话的口令，通常就是当时的登录密码。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Passphrase again</source>
        <translation>再次输入口令</translation>
    </message>
</context>
<context>
    <name>liaison::PasswordCheck</name>
    <message>
        <source>The password is not right.</source>
        <translation>密码不正确。</translation>
    </message>
    <message>
        <source>%1 Without it your password cannot be checked on this computer.</source>
        <translation>%1 没有服务器，本机无法核对您的密码。</translation>
    </message>
</context>
<context>
    <name>liaison::PictureViewer</name>
    <message>
        <source>Picture %1</source>
        <translation>图片 %1</translation>
    </message>
    <message>
        <source>Loading the picture…</source>
        <translation>正在加载图片…</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100%</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>This picture cannot be shown. It can still be saved.</source>
        <translation>无法显示此图片，但仍可保存。</translation>
    </message>
</context>
<context>
    <name>liaison::Policy</name>
    <message>
        <source>there is no such key in this version</source>
        <translation>此版本没有这个键</translation>
    </message>
</context>
<context>
    <name>liaison::PolicyFolder</name>
    <message>
        <source>it cannot be found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>it is not used, because %1 belongs to another user than root</source>
        <translation>未采用，因为 %1 不属于 root</translation>
    </message>
    <message>
        <source>it is not used, because others than root can write %1</source>
        <translation>未采用，因为 root 以外的用户可以写入 %1</translation>
    </message>
    <message>
        <source>the folder cannot be read</source>
        <translation>文件夹无法读取</translation>
    </message>
    <message>
        <source>it cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>it is larger than 256 KB</source>
        <translation>超过 256 KB</translation>
    </message>
    <message>
        <source>it is not UTF-8</source>
        <translation>不是 UTF-8 编码</translation>
    </message>
    <message>
        <source>this line is not &quot;key = value&quot;</source>
        <translation>此行不是“键 = 值”</translation>
    </message>
</context>
<context>
    <name>liaison::PolicyRules</name>
    <message>
        <source>there must be one value, not %1</source>
        <translation>只能有一个值，而不是 %1 个</translation>
    </message>
    <message>
        <source>there is no value</source>
        <translation>没有值</translation>
    </message>
    <message>
        <source>longer than %1 characters</source>
        <translation>超过 %1 个字符</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither true nor false</source>
        <translation>“%1”既不是 true 也不是 false</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a whole number from %2 to %3</source>
        <translation>“%1”不是 %2 到 %3 之间的整数</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is none of %2</source>
        <translation>“%1”不在 %2 之中</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an address that begins with https://</source>
        <translation>“%1”不是以 https:// 开头的地址</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an absolute path</source>
        <translation>“%1”不是绝对路径</translation>
    </message>
    <message>
        <source>more than %1 entries</source>
        <translation>超过 %1 项</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a SHA-256 in base64</source>
        <translation>“%1”不是 base64 编码的 SHA-256</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an Ed25519 public key in base64</source>
        <translation>“%1”不是 base64 编码的 Ed25519 公钥</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a regular expression: %2</source>
        <translation>“%1”不是正则表达式：%2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; matches an empty text</source>
        <translation>“%1”会匹配空文本</translation>
    </message>
</context>
<context>
    <name>liaison::ProfileField</name>
    <message>
        <source>Show or hide: %1</source>
        <translation>显示或隐藏：%1</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>复制：%1</translation>
    </message>
    <message>
        <source>Edit: %1</source>
        <translation>编辑：%1</translation>
    </message>
</context>
<context>
    <name>liaison::ProfilePanel</name>
    <message>
        <source>Person</source>
        <translation>个人客户</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>新客户</translation>
    </message>
    <message>
        <source>Customer profile</source>
        <translation>客户资料</translation>
    </message>
    <message>
        <source>No customer selected</source>
        <translation>未选择客户</translation>
    </message>
    <message>
        <source>Choose a conversation to see who is writing.</source>
        <translation>选择会话后可查看客户资料。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>City</source>
        <translation>城市</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Identity confirmed by the site</source>
        <translation>身份已由网站验证</translation>
    </message>
    <message>
        <source>VIP %1</source>
        <translation>VIP %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 年起</translation>
    </message>
    <message>
        <source>on the page now</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>away</source>
        <translation>已离开</translation>
    </message>
    <message>
        <source>Not to be had while offline</source>
        <translation>离线时无法获取</translation>
    </message>
</context>
<context>
    <name>liaison::Rail</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Waiting queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>liaison::RailButton</name>
    <message numerus="yes">
        <source>%1, %n need attention</source>
        <translation>
            <numerusform>%1，%n 个需要处理</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::RefusalWords</name>
    <message>
        <source>the conversation is no longer yours</source>
        <translation>此会话已不由你接待</translation>
    </message>
    <message>
        <source>it no longer exists</source>
        <translation>内容已不存在</translation>
    </message>
    <message>
        <source>somebody was quicker, or it changed meanwhile</source>
        <translation>已被他人抢先，或状态已变化</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>内容过大</translation>
    </message>
    <message>
        <source>too much time has passed</source>
        <translation>已超过时限</translation>
    </message>
    <message>
        <source>it is more than ten minutes old</source>
        <translation>已超过 10 分钟</translation>
    </message>
    <message>
        <source>too much at once; it can be tried again in a moment</source>
        <translation>操作过于频繁，请稍后再试</translation>
    </message>
    <message>
        <source>the hub is busy; it can be tried again in a moment</source>
        <translation>服务器繁忙，请稍后再试</translation>
    </message>
    <message>
        <source>there is no room left</source>
        <translation>空间不足</translation>
    </message>
    <message>
        <source>the hub does not accept it</source>
        <translation>服务器不接受此内容</translation>
    </message>
    <message>
        <source>you have to sign in again</source>
        <translation>需要重新登录</translation>
    </message>
    <message>
        <source>files of this kind are not accepted</source>
        <translation>不支持此类文件</translation>
    </message>
    <message>
        <source>the hub met a fault of its own</source>
        <translation>服务器内部出错</translation>
    </message>
    <message>
        <source>The message was not sent: %1.</source>
        <translation>消息未能发送：%1。</translation>
    </message>
    <message>
        <source>The message was not recalled: %1.</source>
        <translation>消息未能撤回：%1。</translation>
    </message>
    <message>
        <source>The conversation could not be accepted: %1.</source>
        <translation>会话未能接待：%1。</translation>
    </message>
    <message>
        <source>The conversation could not be taken: %1.</source>
        <translation>会话未能接入：%1。</translation>
    </message>
    <message>
        <source>The transfer did not happen: %1.</source>
        <translation>会话未能转接：%1。</translation>
    </message>
    <message>
        <source>The conversation was not parked: %1.</source>
        <translation>会话未能搁置：%1。</translation>
    </message>
    <message>
        <source>The conversation was not resumed: %1.</source>
        <translation>会话未能继续：%1。</translation>
    </message>
    <message>
        <source>The conversation was not closed: %1.</source>
        <translation>会话未能结束：%1。</translation>
    </message>
    <message>
        <source>The note was not added: %1.</source>
        <translation>备注未能添加：%1。</translation>
    </message>
    <message>
        <source>That did not work: %1.</source>
        <translation>操作未成功：%1。</translation>
    </message>
    <message>
        <source>Your text is back in the field.</source>
        <translation>文字已放回输入框。</translation>
    </message>
</context>
<context>
    <name>liaison::SearchPopup</name>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>There is more; type another word to narrow it down.</source>
        <translation>还有更多结果，可再输入一个词缩小范围。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Nothing found in what this machine has stored.</source>
        <translation>本机记录中没有找到结果。</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
</context>
<context>
    <name>liaison::SelfChecks</name>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Free disk space</source>
        <translation>可用磁盘空间</translation>
    </message>
    <message>
        <source>Secret store</source>
        <translation>密钥库</translation>
    </message>
    <message>
        <source>Encryption of the history</source>
        <translation>记录加密</translation>
    </message>
    <message>
        <source>History of the last account</source>
        <translation>上次账号的本地记录</translation>
    </message>
    <message>
        <source>Windows on the screen</source>
        <translation>窗口显示</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Qt plugins</source>
        <translation>Qt 插件</translation>
    </message>
    <message>
        <source>Chinese fonts</source>
        <translation>中文字体</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Name of the hub</source>
        <translation>服务器名称解析</translation>
    </message>
    <message>
        <source>Connection to the hub</source>
        <translation>服务器网络连接</translation>
    </message>
    <message>
        <source>Certificate of the hub</source>
        <translation>服务器证书</translation>
    </message>
    <message>
        <source>Pinned key of the hub</source>
        <translation>固定的服务器公钥</translation>
    </message>
    <message>
        <source>Health of the hub</source>
        <translation>服务器状态</translation>
    </message>
    <message>
        <source>Link to the hub</source>
        <translation>服务器长连接</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>no answer within 20 seconds</source>
        <translation>20 秒内没有回答</translation>
    </message>
    <message>
        <source>not used, but the policy wants it</source>
        <translation>未使用，但策略要求使用</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>writes, reads and deletes</source>
        <translation>可写、可读、可删</translation>
    </message>
    <message>
        <source>the policy wants it, but: %1</source>
        <translation>策略要求使用，但是：%1</translation>
    </message>
    <message>
        <source>none; a passphrase will be asked for (%1)</source>
        <translation>没有；将询问口令（%1）</translation>
    </message>
    <message>
        <source>there is none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>a wipe was begun and not finished; the next start, or --wipe, finishes it</source>
        <translation>清除已开始但未完成；下次启动或 --wipe 会继续完成</translation>
    </message>
    <message>
        <source>sealed under a passphrase, so it was not opened</source>
        <translation>用口令加密，因此没有打开</translation>
    </message>
    <message>
        <source>its key is in no place: it cannot be read any more</source>
        <translation>密钥已不存在：无法再读取</translation>
    </message>
</context>
<context>
    <name>liaison::Session</name>
    <message>
        <source>The file could not be written: %1</source>
        <translation>文件无法写入：%1</translation>
    </message>
    <message>
        <source>The hub cannot be reached at the moment.</source>
        <translation>暂时无法连接服务器。</translation>
    </message>
    <message>
        <source>Too many requests. Please try again in a moment.</source>
        <translation>操作过于频繁，请稍后再试。</translation>
    </message>
    <message>
        <source>Please sign in again.</source>
        <translation>请重新登录。</translation>
    </message>
    <message>
        <source>You may not see this.</source>
        <translation>你没有查看权限。</translation>
    </message>
    <message>
        <source>This is no longer there.</source>
        <translation>此内容已不存在。</translation>
    </message>
    <message>
        <source>This is too big.</source>
        <translation>内容过大。</translation>
    </message>
    <message>
        <source>The hub could not do this.</source>
        <translation>服务器未能完成此操作。</translation>
    </message>
</context>
<context>
    <name>liaison::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Appearance and sounds</source>
        <translation>外观与声音</translation>
    </message>
    <message>
        <source>Canned replies</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>liaison::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全局</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>Accept the offer</source>
        <translation>接待新会话</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Decline the offer</source>
        <translation>拒绝新会话</translation>
    </message>
    <message>
        <source>F4</source>
        <translation>F4</translation>
    </message>
    <message>
        <source>Who needs me next</source>
        <translation>下一位需要我的客户</translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation>Ctrl+J</translation>
    </message>
    <message>
        <source>Change the status</source>
        <translation>切换状态</translation>
    </message>
    <message>
        <source>Ctrl+Shift+S</source>
        <translation>Ctrl+Shift+S</translation>
    </message>
    <message>
        <source>Next part of the window, previous part</source>
        <translation>下一个区域、上一个区域</translation>
    </message>
    <message>
        <source>F6, Shift+F6</source>
        <translation>F6、Shift+F6</translation>
    </message>
    <message>
        <source>Show or hide the customer</source>
        <translation>显示或隐藏客户资料</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>Show or hide the list</source>
        <translation>显示或隐藏列表</translation>
    </message>
    <message>
        <source>Ctrl+Shift+L</source>
        <translation>Ctrl+Shift+L</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>本快捷键表</translation>
    </message>
    <message>
        <source>F1 or Ctrl+/</source>
        <translation>F1 或 Ctrl+/</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Next and previous tab</source>
        <translation>下一个、上一个标签页</translation>
    </message>
    <message>
        <source>Ctrl+Tab, Ctrl+Shift+Tab</source>
        <translation>Ctrl+Tab、Ctrl+Shift+Tab</translation>
    </message>
    <message>
        <source>Tab 1 to 9</source>
        <translation>第 1 至 9 个标签页</translation>
    </message>
    <message>
        <source>Ctrl+1 … Ctrl+9</source>
        <translation>Ctrl+1 … Ctrl+9</translation>
    </message>
    <message>
        <source>Close the tab</source>
        <translation>关闭标签页</translation>
    </message>
    <message>
        <source>Ctrl+W</source>
        <translation>Ctrl+W</translation>
    </message>
    <message>
        <source>Pin or unpin the tab</source>
        <translation>固定或取消固定标签页</translation>
    </message>
    <message>
        <source>Ctrl+Shift+D</source>
        <translation>Ctrl+Shift+D</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>撰写</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Send and go to who waits longest</source>
        <translation>发送并转到等待最久的客户</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>Suggested replies</source>
        <translation>推荐回复</translation>
    </message>
    <message>
        <source>Alt+1 … Alt+3</source>
        <translation>Alt+1 … Alt+3</translation>
    </message>
    <message>
        <source>Canned replies</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>/ and a few letters</source>
        <translation>/ 加几个字母</translation>
    </message>
</context>
<context>
    <name>liaison::SignIn</name>
    <message>
        <source>This is not the address of a hub. Outside this computer it begins with https://.</source>
        <translation>这不是有效的服务器地址。非本机地址须以 https:// 开头。</translation>
    </message>
    <message>
        <source>The name or the password is not right.</source>
        <translation>用户名或密码不正确。</translation>
    </message>
    <message numerus="yes">
        <source>Too many tries. Please wait %n second(s) and try again.</source>
        <translation>
            <numerusform>尝试次数过多，请等待 %n 秒后重试。</numerusform>
        </translation>
    </message>
    <message>
        <source>The hub cannot be reached. Check the address and the network.</source>
        <translation>无法连接服务器，请检查地址和网络。</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate is not trusted by this computer.</source>
        <translation>本机不信任该服务器的证书。</translation>
    </message>
    <message>
        <source>There is no Liaison hub at this address.</source>
        <translation>此地址没有 Liaison 服务器。</translation>
    </message>
    <message>
        <source>The hub refused the sign-in.</source>
        <translation>服务器拒绝了登录。</translation>
    </message>
</context>
<context>
    <name>liaison::SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Sign in to Liaison</source>
        <translation>登录 Liaison</translation>
    </message>
    <message>
        <source>desk.example.com</source>
        <translation>desk.example.com</translation>
    </message>
    <message>
        <source>Address of the hub</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>正在登录…</translation>
    </message>
    <message>
        <source>Set by your organisation</source>
        <translation>由您的单位设置</translation>
    </message>
</context>
<context>
    <name>liaison::SkeletonRows</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
</context>
<context>
    <name>liaison::SocketTransport</name>
    <message>
        <source>The server does not speak desk.v1</source>
        <translation>服务器不支持 desk.v1 协议</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate is not accepted: %1</source>
        <translation>服务器证书不被接受：%1</translation>
    </message>
    <message>
        <source>The address of the hub is not protected by TLS</source>
        <translation>服务器地址未受 TLS 保护</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate could not be looked at</source>
        <translation>无法查看服务器的证书</translation>
    </message>
</context>
<context>
    <name>liaison::StatusButton</name>
    <message>
        <source>Your status: %1</source>
        <translation>你的状态：%1</translation>
    </message>
    <message>
        <source>Change your status (%1)</source>
        <translation>切换状态（%1）</translation>
    </message>
</context>
<context>
    <name>liaison::StoreProbe</name>
    <message>
        <source>what was written does not come back</source>
        <translation>写入的内容读不回来</translation>
    </message>
    <message>
        <source>the file is not encrypted</source>
        <translation>文件没有加密</translation>
    </message>
    <message>
        <source>it belongs to a newer version of the program</source>
        <translation>属于较新的程序版本</translation>
    </message>
    <message>
        <source>opens; %1 conversations, %2 waiting to be sent</source>
        <translation>可以打开；%1 个会话，%2 项待发送</translation>
    </message>
</context>
<context>
    <name>liaison::StoreWords</name>
    <message>
        <source>The local history cannot be opened with this password. Nothing was deleted. Please try again.</source>
        <translation>无法用此密码打开本地记录。没有删除任何内容，请重试。</translation>
    </message>
    <message numerus="yes">
        <source>The local history was damaged. It is being fetched again from the server; %n unsent item(s) were saved.</source>
        <translation>
            <numerusform>本地记录已损坏，正在从服务器重新获取；%n 项未发送的内容已保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>The local history was damaged. It is being fetched again from the server.</source>
        <translation>本地记录已损坏，正在从服务器重新获取。</translation>
    </message>
    <message>
        <source>The local history was missing. It is being fetched again from the server.</source>
        <translation>本地记录缺失，正在从服务器重新获取。</translation>
    </message>
    <message>
        <source>The disk is full. You can go on working, but nothing new is kept on this computer until there is space again.</source>
        <translation>磁盘已满。你可以继续工作，但在腾出空间前，新内容不会保存到本机。</translation>
    </message>
    <message>
        <source>The local history cannot be read or written at the moment. Trying again.</source>
        <translation>暂时无法读写本地记录，正在重试。</translation>
    </message>
    <message>
        <source>The local history was written by a newer version of Liaison. Please update Liaison; nothing was changed.</source>
        <translation>本地记录由更新版本的 Liaison 写入，未作任何更改。请更新 Liaison。</translation>
    </message>
    <message>
        <source>The key of the local history was not found. Please enter your password.</source>
        <translation>未找到本地记录的密钥，请输入密码。</translation>
    </message>
    <message>
        <source>Liaison is already open for this account on this computer.</source>
        <translation>此账号已在本机打开 Liaison。</translation>
    </message>
</context>
<context>
    <name>liaison::SyncBar</name>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Status bar</source>
        <translation>状态栏</translation>
    </message>
    <message>
        <source>Try to connect now</source>
        <translation>立即尝试连接</translation>
    </message>
    <message>
        <source>In sync at %1</source>
        <translation>已同步 %1</translation>
    </message>
    <message>
        <source>In sync</source>
        <translation>已同步</translation>
    </message>
    <message>
        <source>Catching up…</source>
        <translation>正在同步…</translation>
    </message>
    <message>
        <source>Offline: please sign in again</source>
        <translation>离线，请重新登录</translation>
    </message>
    <message>
        <source>Offline since %1</source>
        <translation>%1 起离线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to be sent</source>
        <translation>
            <numerusform>%n 条待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>next try in %1 s</source>
        <translation>%1 秒后重试</translation>
    </message>
    <message>
        <source>Round trip %1 ms</source>
        <translation>往返 %1 ms</translation>
    </message>
    <message>
        <source>To send %1</source>
        <translation>待发送 %1</translation>
    </message>
    <message>
        <source>Handled today %1</source>
        <translation>今日已接待 %1</translation>
    </message>
    <message>
        <source>Average reply %1 s</source>
        <translation>平均响应 %1 秒</translation>
    </message>
    <message>
        <source>Within 3 minutes %1 %</source>
        <translation>3 分钟回复率 %1%</translation>
    </message>
</context>
<context>
    <name>liaison::TagRow</name>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>Tag %1</source>
        <translation>标签 %1</translation>
    </message>
    <message>
        <source>Remove this tag …</source>
        <translation>移除此标签…</translation>
    </message>
    <message>
        <source>Remove the tag “%1”</source>
        <translation>移除标签「%1」</translation>
    </message>
</context>
<context>
    <name>liaison::TlsTrust</name>
    <message>
        <source>The authorities your organisation trusts cannot be read: %1: %2</source>
        <translation>无法读取您的单位信任的证书颁发机构：%1：%2</translation>
    </message>
    <message>
        <source>The authorities your organisation trusts cannot be read: %1</source>
        <translation>无法读取您的单位信任的证书颁发机构：%1</translation>
    </message>
    <message>
        <source>Your organisation accepts a hub only with its certificate; this address has none.</source>
        <translation>您的单位只接受出示其证书的服务器；这个地址没有证书。</translation>
    </message>
    <message>
        <source>This is not the hub of your organisation: its certificate has another key (%1). Nothing was sent to it.</source>
        <translation>这不是您单位的服务器：它的证书使用另一个公钥（%1）。没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>liaison::TopBar</name>
    <message>
        <source>Search customers, conversations and messages</source>
        <translation>搜索客户、会话、消息</translation>
    </message>
    <message>
        <source>Top bar</source>
        <translation>顶栏</translation>
    </message>
    <message>
        <source>Available · %1/%2</source>
        <translation>可接待 · 接待中 %1/%2</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>可接待</translation>
    </message>
    <message>
        <source>Busy · %1</source>
        <translation>忙碌 · 接待中 %1</translation>
    </message>
    <message>
        <source>Break · offers missed</source>
        <translation>小休 · 错过新会话</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>Break · %1</source>
        <translation>小休 · %1</translation>
    </message>
    <message>
        <source>Not receiving</source>
        <translation>停止接待</translation>
    </message>
    <message>
        <source>%1, then %2</source>
        <translation>%1，之后%2</translation>
    </message>
    <message>
        <source>break</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Busy, no new customers</source>
        <translation>忙碌，不接新客户</translation>
    </message>
    <message>
        <source>Meal</source>
        <translation>用餐</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>培训</translation>
    </message>
    <message>
        <source>Other reason…</source>
        <translation>其他原因…</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>After the last conversation</source>
        <translation>最后一个会话结束后</translation>
    </message>
    <message>
        <source>Stay as I am</source>
        <translation>保持当前状态</translation>
    </message>
    <message>
        <source>Take a break</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>Go offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>退出登录…</translation>
    </message>
</context>
<context>
    <name>liaison::TransferDialog</name>
    <message>
        <source>available</source>
        <translation>可接待</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>on a break</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转接</translation>
    </message>
    <message>
        <source>Who takes over the conversation with %1?</source>
        <translation>将与 %1 的会话转接给谁？</translation>
    </message>
    <message>
        <source>Asking who is there…</source>
        <translation>正在查询可转接的同事…</translation>
    </message>
    <message>
        <source>Type a name</source>
        <translation>输入名称</translation>
    </message>
    <message>
        <source>Find an agent or a queue</source>
        <translation>查找客服或队列</translation>
    </message>
    <message>
        <source>Agents and queues</source>
        <translation>客服和队列</translation>
    </message>
    <message>
        <source>What should they know? Only colleagues see it.</source>
        <translation>有什么需要交代？仅同事可见。</translation>
    </message>
    <message>
        <source>Note for the one who takes over</source>
        <translation>给接手同事的备注</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No other agent is signed in.</source>
        <translation>暂无其他客服登录。</translation>
    </message>
    <message>
        <source>%1 — %2, %3 of %4</source>
        <translation>%1 — %2，接待中 %3/%4</translation>
    </message>
    <message numerus="yes">
        <source>Queue %1 — %n waiting</source>
        <translation>
            <numerusform>队列 %1 — %n 人排队</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>liaison::WaitingDelegate</name>
    <message>
        <source>waits %1</source>
        <translation>排队 %1</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
</context>
<context>
    <name>liaison::WipeCommand</name>
    <message numerus="yes">
        <source>This removes everything Liaison keeps on this computer for you: %n account(s), with the replies that were not sent yet. It cannot be undone.</source>
        <translation>
            <numerusform>这将删除 Liaison 在本机为您保存的所有内容：%n 个账号，包括尚未发送的回复。此操作无法撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>Type &quot;%1&quot; to go on: </source>
        <translation>输入“%1”继续：</translation>
    </message>
    <message>
        <source>Nothing was removed.</source>
        <translation>没有删除任何内容。</translation>
    </message>
    <message>
        <source>Liaison is running. Close it first; nothing was removed.</source>
        <translation>Liaison 正在运行。请先关闭；没有删除任何内容。</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>已删除：%1</translation>
    </message>
    <message>
        <source>There was nothing to remove.</source>
        <translation>没有可删除的内容。</translation>
    </message>
</context>
<context>
    <name>liaison::Workstation</name>
    <message>
        <source>Liaison is already open for %1 on this machine.</source>
        <translation>本机已用 %1 打开 Liaison。</translation>
    </message>
    <message>
        <source>This passphrase does not fit. Nothing was deleted; please try again.</source>
        <translation>口令不正确。没有删除任何内容，请重试。</translation>
    </message>
    <message>
        <source>The key of the local history cannot be had: %1</source>
        <translation>无法获取本地记录的密钥：%1</translation>
    </message>
    <message>
        <source>Please sign in.</source>
        <translation>请登录。</translation>
    </message>
    <message>
        <source>The hub wants you to sign in again. What you wrote is kept.</source>
        <translation>请重新登录。已写的内容会保留。</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) still wait to be sent; they stay on this machine until you sign in again.</source>
        <translation>
            <numerusform>还有 %n 项内容待发送，将保留在本机，直到你再次登录。</numerusform>
        </translation>
    </message>
    <message>
        <source>Your conversations go to colleagues if you do not come back soon.</source>
        <translation>如果没有很快回来，你的会话会转给同事。</translation>
    </message>
    <message>
        <source>Sign out?</source>
        <translation>退出登录？</translation>
    </message>
    <message>
        <source>You can start over: what this computer keeps for %1 is deleted, and everything the server has is fetched again. Replies that were not sent yet are lost.</source>
        <translation>您可以重新开始：本机为 %1 保存的内容将被删除，并从服务器重新获取全部记录。尚未发送的回复会丢失。</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Quit and keep everything</source>
        <translation>退出并保留全部内容</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Your organisation has set the address of the hub, but it cannot be read. Please tell your administrator: %1</source>
        <translation>您的单位设置了服务器地址，但无法读取。请告知管理员：%1</translation>
    </message>
    <message>
        <source>Your organisation wants the key of the local history in the system&apos;s secret store; it cannot be left out.</source>
        <translation>您的单位要求把本地记录的密钥存放在系统密钥库中，不能不使用。</translation>
    </message>
    <message>
        <source>Your organisation wants the key of the local history in the system&apos;s secret store, and it does not answer: %1</source>
        <translation>您的单位要求把本地记录的密钥存放在系统密钥库中，但密钥库没有回应：%1</translation>
    </message>
    <message>
        <source>Liaison %1 did not start well twice on this computer. If it does not now either, ask your administrator to install version %2 again.</source>
        <translation>Liaison %1 在本机已两次启动失败。若这次仍无法启动，请联系管理员重新安装 %2 版。</translation>
    </message>
    <message>
        <source>The new version could not be installed. %1 Liaison is unchanged; start it again to go on.</source>
        <translation>新版本未能安装。%1 Liaison 没有改动，请重新启动后继续使用。</translation>
    </message>
    <message>
        <source>Liaison %1 did not start on this computer, so the version before it runs again.</source>
        <translation>Liaison %1 在本机启动失败，已恢复到之前的版本。</translation>
    </message>
</context>
<context>
    <name>UpdateReason</name>
    <message>
        <source>All is well.</source>
        <translation>一切正常。</translation>
    </message>
    <message>
        <source>The server of the updates cannot be reached.</source>
        <translation>无法连接更新服务器。</translation>
    </message>
    <message>
        <source>This computer does not trust the certificate of the server of the updates.</source>
        <translation>本机不信任更新服务器的证书。</translation>
    </message>
    <message>
        <source>The address of the updates is not protected by TLS.</source>
        <translation>更新地址未受 TLS 保护。</translation>
    </message>
    <message>
        <source>The server sent us to another one.</source>
        <translation>更新服务器将请求转到了另一台服务器。</translation>
    </message>
    <message>
        <source>What the server answers is no announcement of an update.</source>
        <translation>服务器返回的内容不是更新公告。</translation>
    </message>
    <message>
        <source>The announcement is signed by somebody this computer does not know.</source>
        <translation>更新公告的签名者不为本机所知。</translation>
    </message>
    <message>
        <source>The announcement was changed after it was signed.</source>
        <translation>更新公告在签名之后被改动过。</translation>
    </message>
    <message>
        <source>The announcement cannot be understood.</source>
        <translation>无法识别更新公告的内容。</translation>
    </message>
    <message>
        <source>The announcement has expired, or the clock of this computer is wrong.</source>
        <translation>更新公告已过期，或本机时钟不准。</translation>
    </message>
    <message>
        <source>The announcement is meant for another channel.</source>
        <translation>更新公告属于另一个更新通道。</translation>
    </message>
    <message>
        <source>The announcement is an old one; a later one was seen already.</source>
        <translation>这是一份旧公告，本机已见过更新的公告。</translation>
    </message>
    <message>
        <source>There is no package for this kind of installation.</source>
        <translation>没有适用于本机安装方式的安装包。</translation>
    </message>
    <message>
        <source>This is the newest version.</source>
        <translation>已是最新版本。</translation>
    </message>
    <message>
        <source>The version announced is older than this one.</source>
        <translation>公告的版本比当前版本旧。</translation>
    </message>
    <message>
        <source>This version is too old to be updated in one step.</source>
        <translation>当前版本过旧，无法一步更新到位。</translation>
    </message>
    <message>
        <source>The version announced did not start on this computer.</source>
        <translation>公告的版本曾在本机启动失败。</translation>
    </message>
    <message>
        <source>The turn of this computer comes later.</source>
        <translation>尚未轮到本机更新。</translation>
    </message>
    <message>
        <source>The package is not as long as announced.</source>
        <translation>安装包的大小与公告不符。</translation>
    </message>
    <message>
        <source>The package is not the one that was announced.</source>
        <translation>安装包与公告的不是同一个。</translation>
    </message>
    <message>
        <source>The download was interrupted; it goes on where it stopped.</source>
        <translation>下载中断，稍后从中断处继续。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>The folder of the program cannot be written.</source>
        <translation>程序所在文件夹不可写。</translation>
    </message>
    <message>
        <source>Liaison is open for another account on this computer; please close that first.</source>
        <translation>本机上另一个账号正打开着 Liaison，请先将其关闭。</translation>
    </message>
</context>
<context>
    <name>liaison::UpdateBar</name>
    <message>
        <source>When I sign out</source>
        <translation>退出登录时</translation>
    </message>
    <message>
        <source>Update when I sign out</source>
        <translation>退出登录时更新</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>Update now</source>
        <translation>立即更新</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Update later</source>
        <translation>稍后更新</translation>
    </message>
    <message>
        <source>Liaison %1 is ready to be installed. %2</source>
        <translation>Liaison %1 已就绪，可以安装。%2</translation>
    </message>
    <message>
        <source>Liaison %1 is available. The administrator of this computer can install it. %2</source>
        <translation>Liaison %1 已发布，可由本机管理员安装。%2</translation>
    </message>
</context>
</TS>
