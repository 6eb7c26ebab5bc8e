# The main job. Lines: see README.md, “Stories”.
expect 请把身份证
picture 01-rest
card place wang_xiuying
expect 您现在可以办
picture 02-card-read
tap 去办
expect 有电话能找到您吗？
picture 03-question
tap 我自己的电话
tap 下一步
type 电话号码是多少？ 13800000001
picture 04-phone
tap 下一步
picture 05-same-place
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 头一次领
tap 下一步
tap 住在自己家
picture 06-living-place
tap 下一步
tap 打到我的社保卡
tap 下一步
sign
picture 07-signature
tap 签好了
expect 都对吗？
picture 08-review
tap 下一页
picture 09-review-2
tap 交上去
expect 收好了，您可以放心
wait 回执打好了 20s
wait 已经送到市民之家 20s
picture 10-submitted
slips 1
city-hall holds 1
tap 好了
held-not 秀英
held-not 王
card lift
network down
wait 没有网络，照样办 60s
picture 11-offline
