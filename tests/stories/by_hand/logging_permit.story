# 陈芳要砍自留山上的杉树：12.5 立方米，15 立方米以下可以承诺；林权证拍两页
card place chen_fang
tap 全部 33 项
tap 种田、建房
tap 采伐证
tap 开始办

tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步

expect 要砍的树是谁的？
tap 自留山、承包林
tap 下一步
expect 要砍的树长在哪里？
tap 林地上
tap 下一步
tap 商品林
tap 下一步
tap 人种的
tap 下一步
expect 要砍的是什么树？
tap 点这里写
key 杉树
tap 写好了
tap 下一步
type 一共要砍多少亩？ 2
tap 下一步
expect 要砍的树有多少立方米？
tap 1
tap 2
tap 点
tap 5
tap 下一步
expect 人工商品林不超过15立方米，可走告知承诺。
tap 知道了
expect 您打算怎么砍？
tap 挑着砍
tap 下一步
expect 在哪个组、什么地方砍？
tap 下一页
tap 灰汤镇
tap 下一页
tap 汤泉社区
expect 哪个组、几号？
tap 点这里写
key 丙组后山
tap 写好了
tap 下一步
expect 砍了以后林子怎么恢复？
tap 点这里写
key 明年春天补种杉树苗
tap 写好了
tap 下一步
tap 自己用
tap 下一步
expect 请拍下林子归谁的证明
wait 把纸放平 10s
tap 拍下来
wait 看得清吗 20s
tap 再拍一张（下一页）
wait 已经拍好 1 张 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张
wait 办好了怎么拿？ 20s
tap 要电子的
tap 下一步

expect 还缺 1 样
expect 采伐与更新承诺书
tap 下一步
tap 先收下，后面补
sign
tap 签好了
