# 李安安才1岁，邻居陈芳带着她的卡来办残疾人证，监护人贺玉兰也来了：三张身份证，各归各的
card place child
tap 全部 33 项
tap 残疾人
tap 残疾人证
tap 开始办

tap 家里人的电话
tap 下一步
type 电话号码是多少？ 13800000004
tap 下一步
tap 不一样，住在别处
tap 下一步
expect 您现在住在哪里？
tap 花明楼镇
tap 炭子冲村
expect 哪个组、几号？
tap 点这里写
key 乙组8号
tap 写好了
tap 下一步
tap 我帮别人办
tap 下一步
expect 您自己叫什么名字？
card lift
card place chen_fang
wait 您是他的什么人？ 10s
tap 别的人
tap 下一步
type 您的电话是多少？ 13800000004
tap 下一步

expect 这次办什么？
tap 头一次办证
tap 下一步
expect 残疾在哪方面？
tap 智力
tap 下一步
tap 是，要监护人
tap 下一步
expect 监护人叫什么名字？
card lift
card place he_yulan
wait 残疾是怎么来的？ 10s
tap 生下来就有
tap 下一步
expect 您停止治疗满几个月了？
tap 下一步
expect 您能去医院评残吗？
tap 去不了，请上门评
tap 下一步
expect 有一句话告诉您
expect 行动不便可申请上门评残。
tap 知道了
camera face
expect 请脱下帽子，照张白底相
wait 看着镜头 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张

expect 办好了怎么拿？
tap 寄给我
tap 下一步

camera sheet
expect 还缺 2 样
tap 现在拍诊断或住院病历
wait 请把这份材料拍下来 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张
tap 交原件居民户口簿
expect 材料齐了
tap 下一步
sign
tap 签好了
