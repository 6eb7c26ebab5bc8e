//! Figures of speed and memory beside their limits; printed, never tested.

use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// One measured value and what it should not exceed, or at least reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub name: String,
    pub value: f64,
    /// Nothing was promised where there is none.
    pub limit: Option<f64>,
    /// The limit is the least, not the most.
    #[serde(default)]
    pub least: bool,
    pub unit: String,
}

impl Figure {
    pub fn at_most(name: &str, value: f64, limit: f64, unit: &str) -> Self {
        Self { limit: Some(limit), ..Self::measured(name, value, unit) }
    }

    pub fn measured(name: &str, value: f64, unit: &str) -> Self {
        Self { name: name.into(), value, limit: None, least: false, unit: unit.into() }
    }

    pub fn at_least(name: &str, value: f64, limit: f64, unit: &str) -> Self {
        Self { least: true, ..Self::at_most(name, value, limit, unit) }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, limit, least, unit } = self;
        let Some(limit) = limit else { return write!(f, "{name}: {value:.3} {unit}") };
        if *least {
            let verdict = if value >= limit { "OK" } else { "UNDER" };
            return write!(f, "{name}: {value:.3} {unit}, at least {limit:.3} {unit}, {verdict}");
        }
        let verdict = if value <= limit { "OK" } else { "OVER" };
        write!(f, "{name}: {value:.3} {unit}, limit {limit:.3} {unit}, {verdict}")
    }
}

/// What has been measured in this process so far.
#[derive(Default)]
pub struct Timings {
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    figures: Vec<Figure>,
    painted_once: bool,
    card_found: Option<Instant>,
    /// The number of the frame that shows the card's facts.
    card_frame: Option<i32>,
    submitted: Option<Instant>,
    frames: Frames,
}

/// Of all frames that were shown: how many, and the longest, in milliseconds.
#[derive(Default)]
struct Frames {
    count: u32,
    work: f64,
    render: Option<f64>,
}

/// One frame in sixty of a second.
const FRAME_LIMIT_MS: f64 = 16.0;

/// Bytes of a whole read after the first byte of “card found”, both ways, ten bits each at 115200:
/// found reply 15, select request 10 and reply 19, read request 10 and reply 1295 (serial chapter, A2).
const DIALOGUE_BYTES: f64 = 15.0 + 10.0 + 19.0 + 10.0 + 1295.0;
const CARD_LIMIT_MS: f64 = 1.5 * DIALOGUE_BYTES * 10.0 / 115.2;

impl Timings {
    pub fn card_found(&self, at: Instant) {
        self.with(|taken| {
            taken.card_found = Some(at);
            taken.card_frame = None;
        });
    }

    /// Frame `number` shows the facts of the card.
    pub fn card_shown_by(&self, number: i32) {
        self.with(|taken| {
            if taken.card_found.is_some() && taken.card_frame.is_none() {
                taken.card_frame = Some(number);
            }
        });
    }

    pub fn submitted(&self, at: Instant) {
        self.with(|taken| taken.submitted = Some(at));
    }

    pub fn slip_began(&self, at: Instant) {
        self.with(|taken| {
            if let Some(submitted) = taken.submitted.take() {
                let span = at.saturating_duration_since(submitted);
                taken.add("submit to first slip byte", ms(span), 50.0, "ms");
            }
        });
    }

    /// Frame `number` is on the screen; true the first time.
    pub fn painted(&self, number: i32, now: Instant) -> bool {
        let first = self.with(|taken| {
            if let (Some(found), Some(frame)) = (taken.card_found, taken.card_frame)
                && number >= frame
            {
                taken.card_found = None;
                taken.card_frame = None;
                let span = ms(now.saturating_duration_since(found));
                taken.add("card found to facts on screen", span, CARD_LIMIT_MS, "ms");
            }
            !std::mem::replace(&mut taken.painted_once, true)
        });
        if first {
            self.first_paint();
        }
        first
    }

    /// PSS of this process, at a moment that has a name.
    pub fn note_memory(&self, moment: &str, limit_megabytes: u32) {
        if let Some(megabytes) = pss_megabytes() {
            self.with(|taken| {
                taken.add(&format!("PSS {moment}"), megabytes, limit_megabytes.into(), "MB")
            });
        }
    }

    /// What a frame took from the event to the properties of the screen; and to be drawn, where that was measured.
    pub fn frame_shown(&self, work: Duration, render: Option<Duration>) {
        self.with(|taken| {
            let frames = &mut taken.frames;
            frames.count += 1;
            frames.work = frames.work.max(ms(work));
            frames.render = frames.render.into_iter().chain(render.map(ms)).reduce(f64::max);
        });
    }

    /// Turns what was measured of the frames into figures.
    pub fn note_frames(&self) {
        self.with(|taken| {
            let Frames { count, work, render } = std::mem::take(&mut taken.frames);
            let name = format!("screen change, work, the longest of {count}");
            taken.add(&name, work, FRAME_LIMIT_MS, "ms");
            if let Some(render) = render {
                let name = format!("screen change, drawn by software, the longest of {count}");
                taken.figures.push(Figure::measured(&name, render, "ms"));
            }
        });
    }

    pub fn figures(&self) -> Vec<Figure> {
        self.with(|taken| taken.figures.clone())
    }

    fn first_paint(&self) {
        let wall = seconds_since_exec();
        let cpu = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        let cpu = cpu.tv_sec as f64 + cpu.tv_nsec as f64 / 1e9;
        self.with(|taken| {
            if let Some(wall) = wall {
                taken.add("exec to first painted screen", wall, 0.4, "s");
            }
            taken.add("CPU until first painted screen", cpu, 0.15, "s");
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut Taken) -> T) -> T {
        work(&mut self.taken.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Taken {
    fn add(&mut self, name: &str, value: f64, limit: f64, unit: &str) {
        self.figures.push(Figure::at_most(name, value, limit, unit));
    }
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}

/// proc(5): field 22 of /proc/self/stat is the start in ticks of 10 ms since boot.
fn seconds_since_exec() -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let started: f64 = after_name.split_whitespace().nth(19)?.parse().ok()?;
    let boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let now = boot.tv_sec as f64 + boot.tv_nsec as f64 / 1e9;
    Some(now - started / TICKS_PER_SECOND)
}

fn pss_megabytes() -> Option<f64> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}
