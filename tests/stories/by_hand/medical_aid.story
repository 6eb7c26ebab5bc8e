# 王秀英住院花了两万，医保报了 12500.50；自己出的由机器算，票据拍一张
card place wang_xiuying
tap 全部 33 项
tap 生活困难
tap 医疗救助
tap 开始办

tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步

expect 您家属于哪种困难？
tap 看病变困难了
tap 下一步
expect 病人在哪家医院看的病？
tap 点这里写
key 宁乡市人民医院
tap 写好了
tap 下一步
type 病人是哪天住院的？ 20261010
tap 下一步
type 看病一共花了多少元？ 20000
tap 下一步
type 医保、大病报销了多少元？ 12500
tap 点
tap 5
tap 0
tap 下一步
# 自己要出多少，不再问；家里人可以不填
expect 家里一起生活的有哪些人？
tap 下一步
expect 请把看病的票据拍下来
wait 把纸放平 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张
wait 钱打到哪里？ 10s
tap 打到我的社保卡
tap 下一步

expect 还缺 2 样
tap 交原件出院记录、诊断证明
expect 还缺 1 样
tap 下一步
tap 先收下，后面补
sign
tap 签好了
