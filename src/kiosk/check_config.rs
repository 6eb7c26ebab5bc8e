//! `kiosk check-config`: for whoever changes an item, before a kiosk gets it.

use anyhow::bail;
use jiff::Zoned;

use super::settings::CheckConfigArguments;
use crate::config::{self, Checked, Counts};
use crate::devices::glyphs;

/// Prints every problem and the counts; an error when there is a problem.
#[allow(clippy::print_stdout, reason = "the answer of a command line program")]
pub fn check_config(arguments: &CheckConfigArguments) -> anyhow::Result<()> {
    let day = arguments.on.unwrap_or_else(today);
    let Checked { problems, counts } = config::check(&arguments.config, day, glyphs::can_be_drawn);
    for problem in &problems {
        println!("{problem}");
    }
    let Counts { active, ended, offered, questions, rules, townships, villages } = counts;
    println!(
        "{active} active, {ended} ended, {offered} offered on {day}; {questions} questions, {rules} rules; \
         {townships} townships, {villages} villages"
    );
    if !problems.is_empty() {
        bail!("{}: {} problems", arguments.config.display(), problems.len());
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "what is offered depends on the day")]
pub(super) fn today() -> jiff::civil::Date {
    Zoned::now().date()
}
