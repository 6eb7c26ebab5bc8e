//! The city hall's gateway on the command line: `serve`, and the officer's commands that speak to it.

use std::{io, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use jiff::civil::Date;
use jiujin::cityhall::{
    officer_command::{self, OfficerCommand},
    serve, wording,
};
use tracing_subscriber::EnvFilter;

#[derive(Parser)]
#[command(name = "cityhall", version, about = wording::ABOUT)]
struct Arguments {
    #[arg(long, global = true, value_name = "URL", help = wording::SERVER)]
    #[arg(default_value = "http://127.0.0.1:8600")]
    server: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[command(about = wording::SERVE)]
    Serve {
        #[arg(long, default_value = "127.0.0.1:8600", help = wording::LISTEN)]
        listen: SocketAddr,
        #[arg(long, value_name = "DIR", help = wording::DATA)]
        data: PathBuf,
        #[arg(long, value_name = "DATE", help = wording::ON)]
        on: Option<Date>,
    },
    #[command(flatten)]
    Officer(OfficerCommand),
}

#[tokio::main]
#[allow(clippy::print_stderr, reason = "what went wrong is told to whoever typed the command")]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    let Arguments { server, command } = Arguments::parse();
    let ended = match command {
        Command::Serve { listen, data, on } => serve::serve(listen, &data, on)
            .await
            .map(|()| ExitCode::SUCCESS)
            .map_err(|error| wording::serve_trouble(&error)),
        Command::Officer(command) => officer_command::run(&server, command, &mut io::stdout())
            .await
            .map(ExitCode::from)
            .map_err(|error| wording::command_trouble(&error)),
    };
    ended.unwrap_or_else(|trouble| {
        eprintln!("{trouble}");
        ExitCode::FAILURE
    })
}
