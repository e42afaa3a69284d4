//! The suite as data: cases, and their lines.

/// What is tried for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The request that clients know.
    pub(crate) request: &'static str,
    pub(crate) title: &'static str,
    pub(crate) lines: Vec<Line>,
}

/// What one telephone asks, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) role: Role,
    pub(crate) by: Place,
    /// The order, and what goes with it.
    pub(crate) words: Vec<&'static str>,
    /// What is told to whom; in this order to each.
    pub(crate) told: Vec<(Place, &'static str)>,
    /// The line as it is written.
    pub(crate) text: &'static str,
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    SetsTheStage,
    IsTried,
    IsRefused,
}

/// A telephone of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    A,
    B,
    C,
}

impl Place {
    /// Every telephone.
    pub(crate) const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The telephone with this letter.
    pub(crate) fn from_letter(letter: &str) -> Option<Self> {
        match letter {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            "C" => Some(Self::C),
            _ => None,
        }
    }
}

/// Every case of the suite.
///
/// # Errors
/// A line that cannot be read.
pub(crate) fn suite() -> Result<Vec<Case>, String> {
    read(include_str!("suite.txt"))
}

fn read(text: &'static str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    for text in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let wrong = || format!("`{text}` is no line of the suite");
        if text.starts_with(|first: char| first.is_ascii_uppercase()) {
            let (request, title) = text.split_once(": ").ok_or_else(wrong)?;
            cases.push(Case { request, title, lines: Vec::new() });
        } else {
            cases.last_mut().ok_or_else(wrong)?.lines.push(line(text).ok_or_else(wrong)?);
        }
    }
    Ok(cases)
}

fn line(text: &'static str) -> Option<Line> {
    let (mark, rest) = text.split_at_checked(2)?;
    let role = match mark {
        "  " => Role::SetsTheStage,
        "* " => Role::IsTried,
        "! " => Role::IsRefused,
        _ => return None,
    };
    let (asked, told) = rest.split_once(" : ").unwrap_or((rest, ""));
    let told = told.split(", ").filter(|told| !told.is_empty()).map(|told| {
        let (place, word) = told.split_once(' ')?;
        Some((Place::from_letter(place)?, word))
    });
    let (by, words) = asked.split_once(' ')?;
    Some(Line {
        role,
        by: Place::from_letter(by)?,
        words: words.split(' ').collect(),
        told: told.collect::<Option<_>>()?,
        text: rest,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use gateway_core::request;

    use super::*;

    /// Each case tries one thing, and is about a request that there is; and every request that asks
    /// something of the middleware has a case.
    #[test]
    fn every_request_has_a_case() {
        let cases = suite().unwrap();
        for case in &cases {
            let tried = case.lines.iter().filter(|line| line.role == Role::IsTried).count();
            assert_eq!(tried, 1, "{}: {}", case.request, case.title);
        }
        let tried: BTreeSet<_> = cases.iter().map(|case| case.request).collect();
        let answered_by_the_gateway = ["GETEVENTS", "GETSNAPSHOT", "GETSTATISTICS"];
        let all: BTreeSet<_> = request::rows()
            .iter()
            .map(|row| row.name)
            .filter(|name| !answered_by_the_gateway.contains(name))
            .collect();
        assert_eq!(tried, all);
    }
}
