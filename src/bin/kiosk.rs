//! The kiosk on the command line.

use std::process::ExitCode;

use clap::Parser as _;
use jiujin::kiosk::settings::{Command, CommandLine};
use jiujin::kiosk::{bench, check_config, play, run};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let arguments = CommandLine::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let ended = match &arguments.command {
        Command::Run(arguments) => run::run(arguments),
        Command::Play(arguments) => play::play(arguments),
        Command::Rehearse(arguments) => play::rehearse_on_the_command_line(arguments),
        Command::Demo(arguments) => play::demo(arguments),
        Command::Bench(arguments) => bench::bench(arguments),
        Command::CheckConfig(arguments) => check_config::check_config(arguments),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
