# 赵建国68岁，北京户口，来登记失业：年纪由工作人员看；什么都不用交，证要电子的
card place elsewhere
tap 全部 33 项
tap 找工作
tap 失业登记
tap 开始办

# 看卡就知道的，先说一声
expect 这一条要工作人员看一下
expect 已到或接近法定退休年龄
tap 知道了
expect 您住在哪个村（社区）？
tap 大成桥镇
tap 二泉村
tap 下一步
tap 家里人的电话
tap 下一步
type 电话号码是多少？ 073187654321
tap 下一步
tap 一样，就住那里
tap 下一步

expect 您读书读到哪一级？
tap 初中
tap 下一步
expect 您为什么没有工作？
tap 没有土地了
tap 下一步
type 您从哪天起没有工作？ 20260901
tap 下一步
expect 您每月在领养老金吗？
tap 没有领
tap 下一步
expect 您在做生意，或是种养大户吗？
tap 不是
tap 下一步
expect 您愿意参加技能培训吗？
tap 愿意
tap 下一步
tap 要电子的
tap 下一步
sign
tap 签好了
