# 刘光明投诉路烂了，不留姓名，又要书面答复：由工作人员看；他拍了照片；地点可以不填
card place liu_guangming
tap 全部 33 项
tap 问一问、提意见
tap 诉求反映
tap 开始办

# 看卡就知道的，先说一声
expect 有一句话告诉您
expect 危及人身安全的请立即拨打110、119、120。
tap 知道了
expect 打哪个电话能找到您？
type 打哪个电话能找到您？ 13800000002
tap 下一步
expect 您来反映什么样的事？
tap 要投诉
tap 下一步
expect 是哪方面的事？
tap 走的路
tap 下一步
expect 请您说说是怎么回事
tap 点这里写
key 村口的路烂了半年，下雨天老人走不得。
tap 写好了
tap 下一步
expect 事情发生在哪里？
tap 下一步
expect 要不要给您书面答复？
tap 要书面答复
tap 下一步
tap 有照片、录音
tap 下一步
expect 您留不留姓名？
tap 不留姓名
tap 下一步
expect 这一条要工作人员看一下
expect 匿名反映无法书面答复，请留联系方式。
tap 知道了

expect 还缺 1 样
tap 现在拍照片、录音、票据等线索
wait 请把这份材料拍下来 10s
tap 拍下来
wait 看得清吗 20s
tap 就用这张
expect 材料齐了
tap 下一步
sign
tap 签好了
