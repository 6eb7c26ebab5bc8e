# 赵建国是北京人，在二泉村住了一年多，来办居住证，要寄给他
card place elsewhere
tap 全部 33 项
tap 户口和证明
tap 居住证
tap 开始办

# 户口不在宁乡：住哪个村要问
expect 您住在哪个村（社区）？
tap 大成桥镇
expect 是哪个村（社区）？
tap 二泉村
tap 下一步
tap 我自己的电话
tap 下一步
type 电话号码是多少？ 13800000007
tap 下一步
tap 不一样，住在别处
tap 下一步
expect 您现在住在哪里？
tap 大成桥镇
tap 二泉村
expect 哪个组、几号？
tap 点这里写
key 甲组3号
tap 写好了
tap 下一步
tap 我给自己办
tap 下一步

expect 这次办什么？
tap 办居住证
tap 下一步
expect 您现在住的详细地址是哪里？
tap 大成桥镇
tap 二泉村
tap 点这里写
key 甲组3号二楼
tap 写好了
tap 下一步
type 您是哪天住到宁乡的？ 20250301
tap 下一步
tap 在这里有住处
tap 下一步
expect 房东或单位电话是多少？
tap 下一步
camera face
expect 给您照张相好吗？
wait 看着镜头 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张
wait 办好了怎么拿？ 10s
tap 寄给我
tap 下一步

expect 还缺 1 样
tap 交原件居住地址材料（租赁合同、房产证明、单位或学校住宿证明）
expect 材料齐了
tap 下一步
sign
tap 签好了
