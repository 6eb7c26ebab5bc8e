//! The officer's commands: each asks the running server over HTTP and prints what it answered.

use std::{io::Write, process::ExitCode, time::Duration};

use jiff::civil::Date;
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use serde_json::{Value, json};

use super::{
    calls::call_of_json,
    ledger::{Call, Case, RatingLine},
    officer::case_of_json,
    ratings::line_of_json,
    wording,
};
use crate::api::v1::{EPOCH_HEADER, Problem};

#[derive(clap::Subcommand)]
pub enum OfficerCommand {
    #[command(about = wording::LIST)]
    List {
        #[arg(long, help = wording::BY_NAME)]
        by_name: bool,
        #[arg(long, help = wording::JSON)]
        json: bool,
    },
    #[command(about = wording::ACCEPT)]
    Accept {
        #[arg(required = true, help = wording::REFERENCE)]
        reference: Vec<String>,
    },
    #[command(about = wording::ASK_CORRECTION)]
    AskCorrection {
        #[arg(required = true, help = wording::REFERENCE)]
        reference: Vec<String>,
        #[arg(long, help = wording::REASON)]
        reason: String,
        #[arg(long = "field", num_args = 1.., value_name = "KEY", help = wording::FIELD)]
        fields: Vec<String>,
        #[arg(long, value_name = "DATE", help = wording::UNTIL)]
        until: Date,
    },
    #[command(about = wording::CALLS)]
    Calls {
        #[arg(long, help = wording::ALL_CALLS)]
        all: bool,
        #[arg(long, help = wording::JSON)]
        json: bool,
    },
    #[command(about = wording::RATINGS)]
    Ratings {
        #[arg(long, help = wording::JSON)]
        json: bool,
    },
    #[command(about = wording::ANSWER_CALL)]
    AnswerCall {
        #[arg(value_name = "ID", help = wording::CALL)]
        call: String,
    },
}

/// How a command that spoke with the server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Done,
    /// The number fits several applications; they were printed for the officer to choose from.
    Ambiguous,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => Self::SUCCESS,
            Ending::Ambiguous => Self::from(2),
        }
    }
}

pub async fn run(
    server: &str,
    command: OfficerCommand,
    out: &mut impl Write,
) -> Result<Ending, CommandError> {
    let server = Server::at(server)?;
    match command {
        OfficerCommand::List { by_name, json } => server.list(by_name, json, out).await,
        OfficerCommand::Accept { reference } => {
            // typed in groups as it stands on the slip, a number comes in three pieces
            let path = ["officer", "applications", &reference.concat(), "acceptance"];
            let answer = ask(server.client.put(server.url(&path)?)).await?;
            print_decision(&answer, wording::accepted, out)
        }
        OfficerCommand::AskCorrection { reference, reason, fields, until } => {
            let path = ["officer", "applications", &reference.concat(), "correction"];
            let correction =
                json!({ "reason": reason, "fields": fields, "last_date": until.to_string() });
            let answer = ask(server.client.post(server.url(&path)?).json(&correction)).await?;
            print_decision(&answer, wording::correction_asked, out)
        }
        OfficerCommand::Calls { all, json } => server.calls(all, json, out).await,
        OfficerCommand::Ratings { json } => server.ratings(json, out).await,
        OfficerCommand::AnswerCall { call } => server.answer_call(&call, out).await,
    }
}

struct Server {
    client: Client,
    address: Url,
}

impl Server {
    fn at(address: &str) -> Result<Self, CommandError> {
        let address: Url = address.parse().map_err(|_| CommandError::Server(address.to_owned()))?;
        // a proxy of the environment is for the world outside, not for this machine
        let client = Client::builder().no_proxy().timeout(LONGEST_ANSWER).build()?;
        Ok(Self { client, address })
    }

    fn url(&self, path: &[&str]) -> Result<Url, CommandError> {
        let mut url = self.address.clone();
        url.path_segments_mut()
            .map_err(|()| CommandError::Server(self.address.to_string()))?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }

    async fn list(
        &self,
        by_name: bool,
        json: bool,
        out: &mut impl Write,
    ) -> Result<Ending, CommandError> {
        let mut url = self.url(&["officer", "applications"])?;
        url.set_query(by_name.then_some("by=name"));
        let answer = ask(self.client.get(url)).await?;
        let Answer::Done(body) = answer else { return Err(CommandError::NotACityHall) };
        let list = body.get("applications").ok_or(CommandError::NotACityHall)?;
        if json {
            writeln!(out, "{list:#}")?;
        } else {
            print_cases(&read_cases(list)?, out)?;
        }
        Ok(Ending::Done)
    }

    async fn calls(
        &self,
        all: bool,
        json: bool,
        out: &mut impl Write,
    ) -> Result<Ending, CommandError> {
        let mut url = self.url(&["officer", "calls"])?;
        url.set_query(all.then_some("all=true"));
        let answer = ask(self.client.get(url)).await?;
        let Answer::Done(body) = answer else { return Err(CommandError::NotACityHall) };
        let list = body.get("calls").ok_or(CommandError::NotACityHall)?;
        if json {
            writeln!(out, "{list:#}")?;
        } else {
            print_calls(&read_calls(list)?, out)?;
        }
        Ok(Ending::Done)
    }

    async fn ratings(&self, json: bool, out: &mut impl Write) -> Result<Ending, CommandError> {
        let answer = ask(self.client.get(self.url(&["officer", "ratings"])?)).await?;
        let Answer::Done(body) = answer else { return Err(CommandError::NotACityHall) };
        let list = body.get("ratings").ok_or(CommandError::NotACityHall)?;
        if json {
            writeln!(out, "{list:#}")?;
            return Ok(Ending::Done);
        }
        let lines = list.as_array().ok_or(CommandError::NotACityHall)?;
        let lines: Option<Vec<RatingLine>> = lines.iter().map(line_of_json).collect();
        let lines = lines.ok_or(CommandError::NotACityHall)?;
        if lines.is_empty() {
            writeln!(out, "{}", wording::NO_RATINGS)?;
        } else {
            print_table(wording::rating_head(), lines.iter().map(wording::rating_row), out)?;
        }
        Ok(Ending::Done)
    }

    async fn answer_call(&self, id: &str, out: &mut impl Write) -> Result<Ending, CommandError> {
        let path = ["officer", "calls", id, "answer"];
        let answer = ask(self.client.put(self.url(&path)?)).await?;
        let Answer::Done(body) = answer else { return Err(CommandError::NotACityHall) };
        let call = body.get("call").and_then(call_of_json).ok_or(CommandError::NotACityHall)?;
        let before = body.get("repeated").and_then(Value::as_bool).unwrap_or(false);
        writeln!(out, "{}", wording::call_answered(&call, before))?;
        Ok(Ending::Done)
    }
}

/// What the server said to a request that it understood.
enum Answer {
    Done(Value),
    Ambiguous { problem: Problem, candidates: Vec<Case> },
}

async fn ask(request: RequestBuilder) -> Result<Answer, CommandError> {
    let answer = request.send().await?;
    let status = answer.status();
    if !answer.headers().contains_key(EPOCH_HEADER) {
        return Err(CommandError::NotACityHall);
    }
    let body: Value = answer.json().await.map_err(|_| CommandError::NotACityHall)?;
    if status.is_success() {
        return Ok(Answer::Done(body));
    }
    let problem = serde_json::from_value(body.clone()).map_err(|_| CommandError::NotACityHall)?;
    if status == StatusCode::MULTIPLE_CHOICES {
        let candidates = body.get("candidates").ok_or(CommandError::NotACityHall)?;
        return Ok(Answer::Ambiguous { problem, candidates: read_cases(candidates)? });
    }
    Err(CommandError::Refused(problem))
}

fn print_decision(
    answer: &Answer,
    sentence: fn(&Case, bool) -> String,
    out: &mut impl Write,
) -> Result<Ending, CommandError> {
    match answer {
        Answer::Done(body) => {
            let case = body.get("application").and_then(case_of_json);
            let before = body.get("repeated").and_then(Value::as_bool).unwrap_or(false);
            writeln!(out, "{}", sentence(&case.ok_or(CommandError::NotACityHall)?, before))?;
            Ok(Ending::Done)
        }
        Answer::Ambiguous { problem, candidates } => {
            writeln!(out, "{}", problem.detail)?;
            print_cases(candidates, out)?;
            Ok(Ending::Ambiguous)
        }
    }
}

fn read_cases(list: &Value) -> Result<Vec<Case>, CommandError> {
    let list = list.as_array().ok_or(CommandError::NotACityHall)?;
    list.iter().map(case_of_json).collect::<Option<_>>().ok_or(CommandError::NotACityHall)
}

fn print_cases(cases: &[Case], out: &mut impl Write) -> Result<(), CommandError> {
    if cases.is_empty() {
        writeln!(out, "{}", wording::NO_CASES)?;
        return Ok(());
    }
    print_table(wording::list_head(), cases.iter().map(wording::list_row), out)
}

fn read_calls(list: &Value) -> Result<Vec<Call>, CommandError> {
    let list = list.as_array().ok_or(CommandError::NotACityHall)?;
    list.iter().map(call_of_json).collect::<Option<_>>().ok_or(CommandError::NotACityHall)
}

fn print_calls(calls: &[Call], out: &mut impl Write) -> Result<(), CommandError> {
    if calls.is_empty() {
        writeln!(out, "{}", wording::NO_CALLS)?;
        return Ok(());
    }
    print_table(wording::call_head(), calls.iter().map(wording::call_row), out)
}

fn print_table<const COLUMNS: usize>(
    head: [String; COLUMNS],
    body: impl Iterator<Item = [String; COLUMNS]>,
    out: &mut impl Write,
) -> Result<(), CommandError> {
    let rows: Vec<_> = std::iter::once(head).chain(body).collect();
    let mut widths = [0; COLUMNS];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(cell).max(*width);
        }
    }
    for row in &rows {
        let cells = row.iter().zip(widths);
        let line: String = cells
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - columns(cell) + 2)))
            .collect();
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A Chinese character takes two columns of a terminal; below U+1100 none does.
fn columns(text: &str) -> usize {
    text.chars().map(|character| if character < '\u{1100}' { 1 } else { 2 }).sum()
}

/// A server on the same machine that takes longer has stopped.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("{0} is not the address of a server")]
    Server(String),
    #[error("the server cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    #[error("the answer does not come from a city hall")]
    NotACityHall,
    #[error("the server refused")]
    Refused(Problem),
    #[error("the result cannot be written")]
    Output(#[from] std::io::Error),
}

#[cfg(test)]
mod tests {
    use axum::{Router, routing::get};
    use jiff::civil::date;
    use tokio::net::TcpListener;

    use super::*;
    use crate::cityhall::{
        calls::testing::call,
        router::{
            router,
            testing::{Hall, Paper},
        },
    };

    /// On a port of this machine, as long as the test runs.
    async fn run_server(router: Router) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        address
    }

    async fn run_city_hall(hall: &Hall) -> String {
        run_server(router(hall.state.clone())).await
    }

    async fn say(server: &str, command: OfficerCommand) -> (String, Ending) {
        let mut out = Vec::new();
        let ending = run(server, command, &mut out).await.unwrap();
        (String::from_utf8(out).unwrap(), ending)
    }

    async fn trouble(server: &str, command: OfficerCommand) -> String {
        wording::command_trouble(&run(server, command, &mut Vec::new()).await.unwrap_err())
    }

    fn accept(reference: &[&str]) -> OfficerCommand {
        OfficerCommand::Accept {
            reference: reference.iter().map(|piece| (*piece).into()).collect(),
        }
    }

    fn list() -> OfficerCommand {
        OfficerCommand::List { by_name: false, json: false }
    }

    #[tokio::test]
    async fn an_officer_looks_somebody_up_by_the_reading_of_the_surname() {
        let hall = Hall::new();
        let server = run_city_hall(&hall).await;
        for name in ["王小花", "曾国藩", "单田芳"] {
            hall.put(&Paper { name, ..Paper::new(&[]) }).await;
        }
        for (by_name, expected) in
            [(false, ["王*花", "曾*藩", "单*芳"]), (true, ["单*芳", "王*花", "曾*藩"])]
        {
            let list = say(&server, OfficerCommand::List { by_name, json: false }).await.0;
            let rows = list.lines().skip(1);
            let names: Vec<&str> = rows.filter_map(|row| row.split_whitespace().nth(3)).collect();
            assert_eq!(names, expected);
        }
    }

    #[tokio::test]
    async fn an_officer_lists_accepts_and_asks_for_a_correction() {
        let hall = Hall::new();
        let server = run_city_hall(&hall).await;
        assert_eq!(say(&server, list()).await.0, "还没有申请\n");
        let id = "01932b5e-7c00-7000-8000-000000000001".to_owned();
        hall.put(&Paper { id: id.clone(), ..Paper::new(&[]) }).await;

        assert_eq!(
            say(&server, list()).await.0,
            "\
申请号码        申请人  环节    事项                    服务点        收到时间          受理编号  材料  申请编号
2104 1124 0584  王*花   已收到  advanced_age_allowance  430182119206  2026-11-24 10:41  -         -     01932b5e-7c00-7000-8000-000000000001
"
        );
        let json = say(&server, OfficerCommand::List { by_name: false, json: true }).await.0;
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json, hall.get("/officer/applications").await.body["applications"]);

        let as_on_the_slip = accept(&["2104", "1124", "0584"]);
        let accepted = say(&server, as_on_the_slip).await;
        let sentence = "2104 1124 0584 已受理，受理编号 430182202611240000015\n";
        assert_eq!(accepted, (sentence.into(), Ending::Done));
        assert_eq!(
            say(&server, accept(&[&id])).await.0,
            "2104 1124 0584 此前已经受理，受理编号 430182202611240000015\n"
        );
        let correction = OfficerCommand::AskCorrection {
            reference: vec!["210411240584".into()],
            reason: "存折看不清".into(),
            fields: vec!["bank_account".into()],
            until: date(2026, 12, 4),
        };
        let sentence = "2104 1124 0584 已要求补正，服务点会收到通知\n";
        assert_eq!(say(&server, correction).await.0, sentence);
    }

    #[tokio::test]
    async fn an_officer_sees_who_waits_where_and_answers() {
        let hall = Hall::new();
        let server = run_city_hall(&hall).await;
        let calls = || OfficerCommand::Calls { all: false, json: false };
        assert_eq!(say(&server, calls()).await.0, "现在没有人叫人\n");
        let id = "01932b5e-7c00-7000-8000-000000000001";
        hall.put_bytes(&format!("/v1/calls/{id}"), call(id).to_string().into()).await;

        assert_eq!(
            say(&server, calls()).await.0,
            "\
服务点                   从什么时候        办到哪里  服务点代码    机器    叫人编号
道林镇 · 善山岭村服务点  2026-11-24 10:40  填表      430182119206  2104-1  01932b5e-7c00-7000-8000-000000000001
"
        );
        let json = say(&server, OfficerCommand::Calls { all: true, json: true }).await.0;
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json, hall.get("/officer/calls").await.body["calls"]);

        let answer = || OfficerCommand::AnswerCall { call: id.into() };
        for sentence in ["已记为回应", "此前已经回应"] {
            let said = say(&server, answer()).await;
            let sentence = format!("道林镇 · 善山岭村服务点这次叫人{sentence}\n");
            assert_eq!(said, (sentence, Ending::Done));
        }
        assert_eq!(say(&server, calls()).await.0, "现在没有人叫人\n");
        let nobody = OfficerCommand::AnswerCall { call: "7".into() };
        assert_eq!(trouble(&server, nobody).await, "没有办成：没有找到这次叫人，请核对编号");
    }

    #[tokio::test]
    async fn an_ambiguous_number_prints_the_candidates() {
        let hall = Hall::new();
        let server = run_city_hall(&hall).await;
        let (one, other) = (Paper::new(&[]), Paper::new(&[]));
        hall.put(&one).await;
        hall.put(&other).await;
        let (printed, ending) = say(&server, accept(&["210411240584"])).await;
        assert_eq!(ending, Ending::Ambiguous);
        assert!(printed.starts_with("这个申请号码对应 2 件申请，请用申请编号指明是哪一件\n"));
        assert!(printed.contains(&one.id) && printed.contains(&other.id));
    }

    #[tokio::test]
    async fn ratings_are_listed_without_whose_they_are() {
        let hall = Hall::new();
        let server = run_city_hall(&hall).await;
        let ratings = || OfficerCommand::Ratings { json: false };
        assert_eq!(say(&server, ratings()).await.0, "还没有评价\n");
        let paper = Paper::new(&[]);
        hall.put(&paper).await;
        let rating = json!({
            "application": paper.id,
            "level": "very_dissatisfied",
            "reasons": ["long_wait", "not_understood"],
            "rated_at": "2026-11-24T10:42:00+08:00",
        });
        hall.put_bytes(&format!("{}/rating", paper.path()), rating.to_string().into()).await;
        let printed = say(&server, ratings()).await.0;
        let row = printed.lines().nth(1).unwrap();
        let cells: Vec<&str> = row.split_whitespace().collect();
        let expected = [
            "2026-11-24",
            "430182119206",
            "advanced_age_allowance",
            "非常不满意",
            "等太久、没听懂",
        ];
        assert_eq!(cells, expected);
    }

    #[tokio::test]
    async fn what_goes_wrong_is_said_in_plain_words() {
        let hall = Hall::new();
        let server = run_city_hall(&hall).await;
        for (number, sentence) in [
            ("210411240007", "没有办成：没有找到这件申请，请核对号码"),
            ("../1", "没有办成：这既不是申请号码，也不是申请编号，请核对一下"),
        ] {
            assert_eq!(trouble(&server, accept(&[number])).await, sentence);
        }
        let login_page = run_server(Router::new().fallback(get(|| async { "<html>" }))).await;
        assert_eq!(
            trouble(&login_page, list()).await,
            "这个地址上运行的不是市民之家网关，请核对 --server"
        );
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        assert_eq!(
            trouble(&format!("http://{nobody}"), list()).await,
            "连不上网关，请先启动：cityhall serve --data 文件夹"
        );
        assert_eq!(trouble("8600", list()).await, "网关地址 8600 不对，例如 http://127.0.0.1:8600");
    }
}
