# 王秀英，83岁，没有电话，跟老伴和女儿一起过，老伴病重，来申请低保
card place wang_xiuying
tap 全部 33 项
tap 生活困难
tap 低保
tap 开始办

expect 有电话能找到您吗？
tap 没有电话，到村里问
tap 下一步
expect 您现在住的地方，和身份证上不一样吗？
tap 一样，就住那里
tap 下一步
expect 是您帮别人办吗？
tap 我给自己办
tap 下一步

# 家里人：老伴的身份证放上来，名字和号码就不用填；女儿没带，写
expect 跟您一起过日子的有哪些人？
card lift
card place liu_guangming
wait 他（她）是您的什么人？ 10s
tap 老伴、爱人
tap 下一步
expect 他（她）的身份证号是多少？
tap 下一步
expect 他（她）做什么事、在哪里读书？
tap 下一步
type 他（她）一个月挣多少钱？ 200
tap 下一步
expect 他（她）身体怎么样？
tap 得了重病
tap 下一步
expect 有残疾人证的，证号是多少？
tap 下一步
expect 跟您一起过日子的有哪些人？
tap 加一个人
expect 他（她）叫什么名字？
tap 点这里写
key 王小红
tap 写好了
tap 下一步
tap 儿子、女儿
tap 下一步
type 他（她）的身份证号是多少？ 43012419700315002X
tap 下一步
expect 他（她）做什么事、在哪里读书？
tap 点这里写
key 在家种田
tap 写好了
tap 下一步
expect 他（她）一个月挣多少钱？
tap 下一步
tap 身体好
tap 下一步
tap 下一步
expect 跟您一起过日子的有哪些人？
tap 下一步

expect 家里主要因为什么困难？
tap 得了重病
tap 下一步
type 全家一个月收入多少元？ 1200
tap 下一步
type 您家有多少亩耕地？ 2
tap 下一步
expect 您家有哪些财产？
tap 存款比较多
tap 小车
tap 下一步
# 有小车不当场拒绝，要工作人员看
expect 这一条要工作人员看一下
expect 有小车、多套房、经营实体等情形
tap 知道了
expect 家里有人有残疾人证吗？
tap 没有
tap 下一步
expect 家里有人在上学吗？
tap 有人在上学
tap 下一步
type 平均每月医药费多少元？ 300
tap 下一步
expect 是一个人单独申请吗？
tap 不是单独申请
tap 下一步
expect 请家里人签字，同意核对
sign
tap 签好了

expect 钱打到哪里？
tap 打到我的社保卡
tap 下一步
expect 办好了怎么拿？
tap 送到家里
tap 下一步
expect 收件电话是多少？
tap 下一步

# 材料：诊断书现在拍，户口簿交原件，身份证和银行卡后面补
expect 还缺 4 样
tap 现在拍重大疾病诊断材料
wait 请把这份材料拍下来 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张
expect 还缺 3 样
tap 交原件居民户口簿
expect 还缺 2 样
tap 下一步
tap 先收下，后面补
sign
tap 签好了
