# 陈芳家的旧房成了危房，拆了重建四层：楼层要工作人员看；家里还有父亲和儿子
card place chen_fang
tap 全部 33 项
tap 种田、建房
tap 建房审批
tap 开始办

tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步

expect 您家为什么要建房？
tap 旧房危房要重建
tap 下一步
tap 拆了重建
tap 下一步
type 宅基地有多少平方米？ 120
tap 下一步
type 房子建筑面积多少平方米？ 240
tap 下一步
type 房子要建几层？ 4
tap 下一步
expect 这一条要工作人员看一下
expect 农村住房一般不超过3层，以当地规划为准。
tap 知道了
expect 房子占的是什么地？
tap 老宅基地、空闲地
tap 下一步
tap 拆掉，退出来
tap 下一步
expect 您家里有哪些人？
tap 加一个人
tap 点这里写
key 陈大山
tap 写好了
tap 下一步
tap 爸爸、妈妈
tap 下一步
type 他（她）的身份证号是多少？ 430124194506010017
tap 下一步
tap 下一步
tap 下一步
tap 有老毛病，常吃药
tap 下一步
tap 下一步
expect 您家里有哪些人？
tap 加一个人
tap 点这里写
key 李小满
tap 写好了
tap 下一步
tap 儿子、女儿
tap 下一步
type 他（她）的身份证号是多少？ 430124201009090012
tap 下一步
tap 点这里写
key 灰汤中学
tap 写好了
tap 下一步
tap 下一步
tap 下一步
tap 下一步
expect 您家里有哪些人？
tap 下一步
expect 房子紧挨着别人家吗？
tap 紧挨着别人家
tap 下一步
expect 您打算把房子建在哪里？
tap 下一页
tap 灰汤镇
tap 下一页
tap 汤泉社区
tap 点这里写
key 丙组5号老屋场
tap 写好了
tap 下一步
expect 办好了怎么拿？
tap 送到家里
tap 下一步
expect 收件电话是多少？
tap 下一步

# 四样都缺：户口簿、旧房的证、邻居的意见、小组会议记录
expect 还缺 4 样
tap 交原件居民户口簿
tap 交原件相邻权属人意见或确认书
expect 还缺 2 样
tap 下一步
tap 先收下，后面补
sign
tap 签好了
