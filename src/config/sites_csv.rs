//! `sites/townships.csv` and `sites/villages.csv`: where the points of the city are.

use std::{collections::BTreeSet, path::Path};

use super::{error::ConfigError, source::SourceFile};
use crate::domain::site::{Sites, Township, Village};

pub(super) fn load(dir: &Path) -> Result<Sites, ConfigError> {
    let townships = SourceFile::read(&dir.join("sites").join("townships.csv"))?;
    let villages = SourceFile::read(&dir.join("sites").join("villages.csv"))?;
    read(&townships, &villages)
}

fn read(townships: &SourceFile, villages: &SourceFile) -> Result<Sites, ConfigError> {
    let mut taken = BTreeSet::new();
    let mut sites = Sites { townships: Vec::new(), villages: Vec::new() };
    for (line, cells) in rows(townships, ["code", "name", "site_no"])? {
        let [code, name, site_no] = cells;
        check_numbers(townships, line, &mut taken, [code, name, site_no])?;
        let [code, name, site_no] = [code, name, site_no].map(str::to_owned);
        sites.townships.push(Township { code, name, site_no });
    }
    for (line, cells) in rows(villages, ["code", "name", "township_code", "site_no", "deployed"])? {
        let [code, name, township_code, site_no, deployed] = cells;
        check_numbers(villages, line, &mut taken, [code, name, site_no])?;
        if sites.find_township(township_code).is_none() {
            let problem = format!("unknown township \"{township_code}\"");
            return Err(villages.wrong_in_line(line, "township_code", problem));
        }
        let deployed = is_deployed(villages, line, deployed)?;
        let [code, name, township_code, site_no] =
            [code, name, township_code, site_no].map(str::to_owned);
        sites.villages.push(Village { code, name, township_code, site_no, deployed });
    }
    Ok(sites)
}

/// The lines below the heading, cut into as many cells as the heading has names.
fn rows<'a, const N: usize>(
    source: &'a SourceFile,
    heading: [&str; N],
) -> Result<Vec<(usize, [&'a str; N])>, ConfigError> {
    // spreadsheets like to put a byte order mark in front
    let text = source.text().trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let heading = heading.join(",");
    if lines.next().is_none_or(|(_, first)| first != heading) {
        return Err(source.malformed(1, format!("the first line must be {heading}")));
    }
    let filled = lines.filter(|(_, line)| !line.is_empty());
    let cut = |(number, line): (usize, &'a str)| {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let problem = format!("{} cells instead of {N}", cells.len());
        let cells = cells.try_into().map_err(|_| source.malformed(number, problem))?;
        Ok((number, cells))
    };
    filled.map(cut).collect()
}

/// A code and a site number lead to one place only, over both tables.
fn check_numbers(
    source: &SourceFile,
    line: usize,
    taken: &mut BTreeSet<String>,
    [code, name, site_no]: [&str; 3],
) -> Result<(), ConfigError> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if code.is_empty() || !is_number(code) {
        return Err(source.wrong_in_line(line, "code", format!("\"{code}\" is not a number")));
    }
    if name.is_empty() {
        return Err(source.wrong_in_line(line, "name", "must not be empty"));
    }
    if site_no.len() != 4 || !is_number(site_no) {
        let problem = format!("\"{site_no}\" has not four digits");
        return Err(source.wrong_in_line(line, "site_no", problem));
    }
    for (field, number) in [("code", code), ("site_no", site_no)] {
        if !taken.insert(number.to_owned()) {
            return Err(source.wrong_in_line(line, field, format!("repeated \"{number}\"")));
        }
    }
    Ok(())
}

/// The city fills this column; empty means that it has not.
fn is_deployed(source: &SourceFile, line: usize, text: &str) -> Result<bool, ConfigError> {
    match text {
        "" | "no" => Ok(false),
        "yes" => Ok(true),
        other => {
            let problem = format!("\"{other}\" is neither yes nor no nor empty");
            Err(source.wrong_in_line(line, "deployed", problem))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWNSHIPS: &str = "code,name,site_no\n430182119,大成桥镇,2100\n";
    const VILLAGES: &str = "code,name,township_code,site_no,deployed
430182119201,永盛村委会,430182119,2101,
430182119206,二泉村委会,430182119,2104,yes
";

    fn read_texts(townships: &str, villages: &str) -> Result<Sites, ConfigError> {
        read(
            &SourceFile::new("sites/townships.csv", townships),
            &SourceFile::new("sites/villages.csv", villages),
        )
    }

    #[test]
    fn every_column_arrives() {
        let village = |code: &str, name: &str, site_no: &str, deployed| Village {
            code: code.into(),
            name: name.into(),
            township_code: "430182119".into(),
            site_no: site_no.into(),
            deployed,
        };
        assert_eq!(
            read_texts(&format!("\u{feff}{TOWNSHIPS}"), VILLAGES).unwrap(),
            Sites {
                townships: vec![Township {
                    code: "430182119".into(),
                    name: "大成桥镇".into(),
                    site_no: "2100".into(),
                }],
                villages: vec![
                    village("430182119201", "永盛村委会", "2101", false),
                    village("430182119206", "二泉村委会", "2104", true),
                ],
            }
        );
    }

    #[test]
    fn a_wrong_cell_is_named_with_its_line() {
        for (right, wrong, expected) in [
            (
                "code,name,township",
                "code,township",
                "sites/villages.csv:1: the first line must be \
                 code,name,township_code,site_no,deployed",
            ),
            (",2104,yes", ",2104", "sites/villages.csv:3: 4 cells instead of 5"),
            (
                "430182119206",
                "43018211920X",
                "sites/villages.csv:3: field \"code\": \"43018211920X\" is not a number",
            ),
            ("二泉村委会", "", "sites/villages.csv:3: field \"name\": must not be empty"),
            (
                "430182119,2104",
                "430182118,2104",
                "sites/villages.csv:3: field \"township_code\": unknown township \"430182118\"",
            ),
            ("2104", "21", "sites/villages.csv:3: field \"site_no\": \"21\" has not four digits"),
            ("2104", "2101", "sites/villages.csv:3: field \"site_no\": repeated \"2101\""),
            ("2101", "2100", "sites/villages.csv:2: field \"site_no\": repeated \"2100\""),
            (
                "yes",
                "perhaps",
                "sites/villages.csv:3: field \"deployed\": \
                 \"perhaps\" is neither yes nor no nor empty",
            ),
        ] {
            let error = read_texts(TOWNSHIPS, &VILLAGES.replacen(right, wrong, 1)).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
