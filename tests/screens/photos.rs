//! Before the camera, and where there is none.

use crate::visitor::Visitor;

/// 慢病门诊 asks for the papers of the hospital: sheets, a dark one, a stick, no camera.
pub(crate) fn a_paper_and_a_face_are_photographed(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(crate::answers::UP_TO_THE_PAPERS);
    visitor.plays(
        "wait 把纸放平 10s
        see photo-camera 请拍一下病历
        tap 拍下来
        wait 看得清吗 20s
        see photo-sheet 看得清就用这张
        tap 转一转
        wait 看得清吗 20s
        see photo-turned 看得清就用这张
        tap 再拍一张（下一页）
        wait 已经拍好 1 张 10s
        see photo-second-sheet 放好下一张
        camera dark
        camera blurred
        tap 拍下来
        wait 有点糊 20s
        see photo-blurred 再拍一张？
        tap 再拍
        camera out
        wait 摄像头没有画面 20s
        see photo-camera-gone 拍好的 1 张和您填的都还在。
        tap 从U盘选
        wait 没找到照片 10s
        see photo-no-stick 请插好U盘
        stick has 出院记录第一页二零二六年十月.jpg
        stick has 2.jpg
        stick has 3.jpg
        stick has 4.jpg
        stick has 5.jpg
        stick has 6.jpg
        stick has 7.jpg
        tap 从U盘选
        wait 7.jpg 10s
        see photo-files 点一个您要交的文件
        tap 上一步
        tap 上一步
        see message-sheets-given-up 拍好的 1 张不要了吗？
        tap 不要了
        tap 下一步
        wait 摄像头没有画面 20s
        see photo-no-camera 您填的都还在。
        tap 退出",
    );
    visitor.leaves();
}
