# 贺玉兰种三亩半水稻，荒了半亩，有的转给别人种，补贴打到她的存折
card place he_yulan
tap 全部 33 项
tap 种田、建房
tap 耕地补贴
tap 开始办

tap 我自己的电话
tap 下一步
type 电话号码是多少？ 13800000003
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步

expect 您申报多少亩地？
tap 3
tap 点
tap 5
tap 下一步
expect 您主要种什么？
tap 水稻
tap 下一步
expect 有多少亩地荒着没种？
tap 0
tap 点
tap 5
tap 下一步
# 荒着的不补，由工作人员看，不拦
expect 这一条要工作人员看一下
expect 撂荒面积不予补贴，请核减。
tap 知道了
expect 地有没有转给别人种？
tap 转给别人种了
tap 下一步
expect 补贴给谁？
tap 给承包户
tap 下一步
expect 现在的户口就在身份证住址吗？
tap 是，就在那里
tap 下一步
tap 打到另一个账号
tap 下一步
type 账号是多少？ 9999000000000000038
tap 下一步

expect 还缺 2 样
tap 下一步
tap 先收下，后面补
sign
tap 签好了
