# Ten cases one after another: for the figures of memory (README.md, “Figures”).
expect 请把身份证

card place rare
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place wang_xiuying
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place rare
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place wang_xiuying
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place rare
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place wang_xiuying
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place rare
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place wang_xiuying
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place rare
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift

card place wang_xiuying
wait 您好 20s
tap 老人优待
tap 开始办
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 不要
tap 下一步
tap 没有
tap 下一步
sign
tap 签好了
tap 下一页
tap 交上去
expect 办好了，您可以放心
wait 回执打好了 20s
tap 好了
tap 不评了，回首页
card lift
slips 10
