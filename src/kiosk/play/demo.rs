//! `kiosk demo`: the main job on one machine, in a window with simulated devices, or as a story.

use std::io::BufRead as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;

use super::player::{Player, print_figures};
use super::story::Instruction;
use super::village::{Village, VillageSettings};
use crate::devices::simulated::camera::Scene;
use crate::kiosk::settings::DemoArguments;

/// The story of the demo: card → 高龄津贴 → slip → network down → second person → power cut → network up.
const STORY: &str = include_str!("../../../packaging/demo.story");

pub fn demo(arguments: &DemoArguments) -> anyhow::Result<()> {
    std::fs::create_dir_all(&arguments.output)?;
    let state = arguments.output.join("state");
    if state.exists() {
        std::fs::remove_dir_all(&state)?; // the state of the last demo
    }
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let village = Village::new(VillageSettings {
        config: arguments.config.clone(),
        input_data: arguments.input_data.clone(),
        state,
        id_reader: None,
        printer: None,
        city_hall: None,
        on: None,
        timings: true,
        size: arguments.size,
        log: None,
        program: std::env::current_exe()?,
    })?;
    if has_display && !arguments.headless {
        in_a_window(&village, arguments)
    } else {
        as_a_story(village, &arguments.output)
    }
}

#[allow(clippy::print_stdout, reason = "the answer of a command line program")]
fn as_a_story(village: Village, output: &Path) -> anyhow::Result<()> {
    let mut player = Player::new(village, output)?;
    player.play(STORY).context("the demo's story")?;
    for (at, what) in &player.log {
        println!("{:7.2} s  {what:?}", at.as_secs_f64());
    }
    print_figures(&player.figures()?);
    let slip = std::fs::read_to_string(output.join("slip-1.txt")).unwrap_or_default();
    println!("{slip}");
    println!("{}", last_line(&player)?);
    Ok(())
}

/// Number and stage of each application, as the city hall tells them, and how long each step took:
/// a step is what leads to the next picture.
fn last_line(player: &Player) -> anyhow::Result<String> {
    let applications = player.village.applications()?;
    let text = |one: &serde_json::Value, key: &str| {
        one.get(key).and_then(|value| value.as_str()).unwrap_or("-").to_owned()
    };
    let mut parts: Vec<String> = applications
        .iter()
        .map(|one| format!("{} {}", text(one, "application_number"), text(one, "stage")))
        .collect();
    let mut last = Duration::ZERO;
    for (at, instruction) in &player.log {
        if let Instruction::Picture(name) = instruction {
            parts.push(format!("{name} {:.1} s", (*at - last).as_secs_f64()));
            last = *at;
        }
    }
    Ok(parts.join("; "))
}

/// The window is a process of its own; this one keeps the devices and takes one letter a line.
#[allow(clippy::print_stdout, reason = "this is where a person is told what to type")]
fn in_a_window(village: &Village, arguments: &DemoArguments) -> anyhow::Result<()> {
    let mut window = village.window_process(Some(arguments.size)).spawn()?;
    println!(
        "card ID | lift | camera sheet | camera face | camera out | paper out | paper in | network down | network up | list | \
         accept NUMBER | calls | answer-call ID | quit\ncards: wang_xiuying liu_guangming he_yulan chen_fang \
         ouyang_xiaoming rare child elsewhere elsewhere_80 hundred"
    );
    let mut lines = std::io::stdin().lock().lines();
    while let Some(Ok(line)) = lines.next() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let done = match words.as_slice() {
            [] => Ok(()),
            ["quit"] => break,
            ["card", id] => village.place_card(id),
            ["lift"] => village.lift_card(),
            ["camera", what] => {
                let scene = Scene::ALL.into_iter().find(|(name, _)| name == what);
                village.set_camera(scene.map(|(_, scene)| scene))
            }
            ["paper", state @ ("out" | "in")] => village.set_paper(*state == "in"),
            ["network", state @ ("down" | "up")] => {
                village.line.set(*state == "up");
                Ok(())
            }
            officer => village.officer(officer).map(|said| println!("{said}")),
        };
        if let Err(error) = done {
            println!("{error:#}");
        }
        if window.try_wait()?.is_some() {
            break; // the window has been closed
        }
    }
    let _ = window.kill(); // it may be closed already
    window.wait()?;
    write_slips(village, &arguments.output)
}

fn write_slips(village: &Village, output: &Path) -> anyhow::Result<()> {
    for (place, slip) in village.slips().iter().enumerate() {
        let path = output.join(format!("slip-{}", place + 1));
        std::fs::write(path.with_extension("txt"), &slip.text)?;
        let picture = crate::devices::simulated::paper::to_png(&slip.image);
        std::fs::write(path.with_extension("png"), picture)?;
    }
    Ok(())
}
