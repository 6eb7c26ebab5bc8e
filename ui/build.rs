//! Compiles app.slint when the kiosk is built.

fn main() {
    #[cfg(feature = "kiosk")]
    {
        // the style is pinned so that a build never depends on Qt; debug info lets stories find elements
        let configuration = slint_build::CompilerConfiguration::new()
            .with_style("fluent".into())
            .with_debug_info(true);
        slint_build::compile_with_config("ui/app.slint", configuration)
            .expect("the screens are valid Slint");
    }
}
