# 贺玉兰买了收割机，要先上牌；人机合影和发票当场拍，行驶证和编号照片后面补
card place he_yulan
tap 全部 33 项
tap 种田、建房
tap 农机补贴
tap 开始办

tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步

expect 是谁买的机器？
tap 个人
tap 下一步
expect 买的机器叫什么名字？
tap 点这里写
key 履带收割机
tap 写好了
tap 下一步
expect 是哪一种机器？
tap 收割机
tap 下一步
expect 机器是哪家厂造的？
tap 点这里写
key 某某农机厂
tap 写好了
tap 下一步
type 机器的出厂编号是多少？ 2026-0815
tap 下一步
type 您实际付了多少元？ 98000
tap 下一步
type 发票是哪天开的？ 20261115
tap 下一步
expect 有一句话告诉您
expect 2024-09-06后购机的，按新补贴额一览表执行
tap 知道了
expect 您从哪家经销商买的？
tap 点这里写
key 宁乡某某农机店
tap 写好了
tap 下一步
expect 这台机器要上牌照吗？
tap 要上牌照
tap 下一步
type 机器的牌照号是多少？ 湘01-12345
tap 下一步
camera face
expect 请站在机器旁边照张相
wait 看着镜头 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张
camera sheet
wait 把纸放平 10s
expect 请拍一下发票
tap 拍下来
wait 看得清吗 20s
tap 就用这张
wait 钱打到哪里？ 10s
tap 打到我的社保卡
tap 下一步

expect 还缺 3 样
tap 下一步
tap 先收下，后面补
sign
tap 签好了
