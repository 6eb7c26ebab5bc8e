# 刘光明再过一个多月满80岁，可以先登记；跟女儿住在外地；存折账号过不了校验，再看一遍就行
card place liu_guangming
tap 全部 33 项
tap 家有老人
tap 高龄津贴
tap 开始办

# 看卡就知道的，先说一声
expect 有一句话告诉您
expect 可先登记，满80周岁后起发。
tap 知道了
tap 我自己的电话
tap 下一步
type 电话号码是多少？ 13800000002
tap 下一步
expect 您现在住的地方，和身份证上不一样吗？
tap 不一样，住在别处
tap 下一步
expect 您现在住在哪里？
tap 不在宁乡
tap 点这里写
key 长沙市岳麓区某某路1号
tap 写好了
tap 下一步
tap 我给自己办
tap 下一步

expect 这次办什么？
tap 头一次领
tap 下一步
expect 您现在住在哪里？
tap 跟子女住在外地
tap 下一步
expect 住在外地哪里，或者哪家养老院？
tap 点这里写
key 女儿家
tap 写好了
tap 下一步
tap 打到另一个账号
tap 下一步
type 账号是多少？ 9999000000000000021
tap 下一步
expect 请再核对一下账号
tap 没错，就是它

expect 还缺 2 样
tap 下一步
tap 先收下，后面补
sign
tap 签好了
