# The main job: card → 高龄津贴 → slip → network down → second person → power cut → network up.
# What a line may say stands in README.md, “Stories”.

expect 请把身份证
picture 01-rest
tap 按事情找，一共 33 项
picture 02-events-of-life
tap 生孩子、带孩子
tap 困境儿童
expect 请把身份证放在读卡区
picture 03-guide-of-nobody
tap 返回

card place wang_xiuying
expect 王*英，您好
picture 04-card-read
tap 去办
expect 有电话能找到您吗？
tap 我自己的电话
picture 05-question
tap 下一步
type 电话号码是多少？ 13800000001
picture 06-phone
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 头一次领
tap 下一步
tap 住在自己家
picture 07-where-one-lives
tap 下一步
tap 打到我的社保卡
tap 下一步
expect 还缺 2 样
picture 07-materials
tap 交原件居民户口簿
tap 下一步
tap 先收下，后面补
sign
picture 08-signature
tap 签好了
expect 都对吗？对了就交上去
expect 4301**********0005
picture 09-review
tap 下一页
picture 10-review-second-page
tap 交上去
expect 收好了，您可以放心
wait 回执打好了 20s
wait 已经送到市民之家 20s
picture 11-submitted
slips 1
city-hall holds 1
tap 好了
expect 今天办得顺心吗？
picture 11-rating
tap 满意
expect 谢谢您
wait 请把身份证 10s
held-not 王
held-not 秀英
held-not 0005
card lift

network down
wait 没有网络，照样办 60s
picture 12-offline
card place rare
expect 𠮷*㛃，您好
tap 老人优待
expect 办理不要钱
picture 12-guide
tap 开始办
tap 知道了
expect 有电话能找到您吗？
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 要，帮我登记
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
expect 𠮷䶮㛃
picture 13-review-rare-name
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
picture 14-submitted-on-the-spot
slips 2
city-hall holds 1

restart
expect 请把身份证
wait 1 件存在这台机器里，等网络 20s
picture 15-after-the-power-cut
city-hall holds 1
network up
clock +20m
wait 申请都已送到市民之家 30s
city-hall holds 2
card lift

city-hall asks-correction 1 请补户口簿本人页 2026-12-04
card place wang_xiuying
wait 1 件要补 30s
tap 我办过的事
expect 市民之家说：请补户口簿本人页
picture 16-correction
tap 退出
expect 请把身份证
held-not 王
