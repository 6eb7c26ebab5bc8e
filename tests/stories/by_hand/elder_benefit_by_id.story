# 王秀英要公交爱心卡：照片用身份证里的，什么都不用带，当场办好
card place wang_xiuying
tap 全部 33 项
tap 家有老人
tap 老人优待
tap 开始办

# 看卡就知道的，先说一声
expect 有一句话告诉您
expect 年满65周岁，凭身份证可免费乘坐长沙公交、地铁。
expect 年满80周岁，可以申领高龄津贴。
tap 知道了
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
expect 要不要帮您登记公交爱心卡？
tap 要，帮我登记
tap 下一步
expect 家里有没有旧的老年优待证？
tap 有旧证
tap 下一步
sign
tap 签好了
