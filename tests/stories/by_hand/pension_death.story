# 贺玉兰的父亲过世了；她的卡在，陈芳替她来办；还有一个弟弟也是继承人
card place he_yulan
tap 全部 33 项
tap 养老和看病
tap 丧葬补助
tap 开始办

tap 我自己的电话
tap 下一步
type 电话号码是多少？ 13800000003
tap 下一步
tap 一样，就住那里
tap 下一步
expect 是您帮别人办吗？
tap 我帮别人办
tap 下一步
expect 您自己叫什么名字？
card lift
card place chen_fang
wait 您是他的什么人？ 10s
tap 别的亲戚
tap 下一步
type 您的电话是多少？ 13800000004
tap 下一步

expect 过世的人叫什么名字？
tap 点这里写
key 贺老五
tap 写好了
tap 下一步
type 过世的人身份证号是多少？ 430124194506010017
tap 下一步
type 过世的人是哪天走的？ 20261001
tap 下一步
expect 养老保险为什么要停？
tap 人过世了
tap 下一步
expect 您是过世的人的什么人？
tap 儿子、女儿
tap 下一步
tap 不是一本
tap 下一步
expect 还有别的继承人吗？
tap 还有
tap 下一步
expect 别的继承人是哪些人？
tap 加一个人
tap 点这里写
key 贺建军
tap 写好了
tap 下一步
expect 他（她）是您的什么人？
tap 兄弟、姐妹
tap 下一步
type 他（她）的身份证号是多少？ 430124197511010015
tap 下一步
expect 他（她）做什么事、在哪里读书？
tap 下一步
tap 下一步
tap 下一步
tap 下一步
expect 别的继承人是哪些人？
tap 下一步
expect 领过职工养老的丧葬补助吗？
tap 没有领过
tap 下一步

expect 钱打到哪里？
tap 打到另一个账号
tap 下一步
type 账号是多少？ 9999000000000000038
tap 下一步

expect 还缺 3 样
tap 交原件死亡医学证明、火化证明或户口注销信息
tap 交原件亲属关系材料
expect 还缺 1 样
tap 下一步
tap 先收下，后面补
sign
tap 签好了
