# 陈芳怀了第二个孩子；丈夫的身份证放上来，名字、号码、户口就不用填
card place chen_fang
tap 全部 33 项
tap 生孩子、带孩子
tap 生育登记
tap 开始办

tap 我自己的电话
tap 下一步
type 电话号码是多少？ 13800000004
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步

expect 您爱人叫什么名字？
card lift
card place ouyang_xiaoming
wait 您哪天领的结婚证？ 10s
type 您哪天领的结婚证？ 20200520
tap 下一步
tap 头婚
tap 下一步
tap 第二个
tap 下一步
expect 您现在有哪些孩子？
tap 加一个人
tap 点这里写
key 欧阳朵朵
tap 写好了
tap 下一步
tap 儿子、女儿
tap 下一步
type 他（她）的身份证号是多少？ 430124201906100014
tap 下一步
tap 下一步
tap 下一步
tap 下一步
tap 下一步
expect 您现在有哪些孩子？
tap 下一步
expect 有没有过世的孩子？
tap 没有
tap 下一步
tap 怀上了
tap 下一步
type 孩子的预产期或生日是哪天？ 20270301
tap 下一步
expect 结婚生育的记录在外省查不到吗？
tap 不是
tap 下一步
tap 送到家里
tap 下一步

# 两个人的身份证都读过，不再要；户口簿和结婚证拿到窗口
expect 还缺 2 样
tap 交原件居民户口簿
tap 交原件结婚证
expect 材料齐了
tap 下一步
sign
tap 签好了
