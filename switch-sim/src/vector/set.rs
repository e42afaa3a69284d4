//! `set`: reckons with variables and digits.

use nom::{Parser as _, branch::alt};

use crate::{
    id::CallId,
    switch::Switch,
    vector::{
        Command,
        facts::Facts,
        grammar::{Parsed, choice, comparator, keyword},
        log::VectorEvent,
        reference::{Names, Term, Variable, term, variable},
        run::Flow,
    },
};

/// `set A = digits CATL V1`, `set digits = B ADD 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// What gets the result; none: the collected digits.
    pub target: Option<Variable>,
    /// The first operand.
    pub first: Term,
    /// What is done.
    pub operator: Operator,
    /// The second operand.
    pub second: Term,
}

/// What `set` does with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    /// The remainder of a division.
    Modulo,
    /// The check sum of an account number (Luhn): zero when the number is right.
    Modulo10,
    /// The second operand, then the first.
    JoinLeft,
    /// The first operand, then the second.
    JoinRight,
    /// As many of the last digits of the first operand as the second one says.
    Select,
}

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, target) = alt((keyword("digits").map(|()| None), variable.map(Some))).parse(text)?;
    let (text, ()) = comparator(&EQUALS)(text)?;
    let (text, first) = operand(text)?;
    let (text, operator) = choice(&OPERATORS)(text)?;
    let (rest, second) = operand(text)?;
    Ok((rest, Command::Set(Set { target, first, operator, second })))
}

impl Set {
    /// Reckons. A result that is no number is `#`.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        let facts = switch.vectors.site.release.facts();
        let [first, second] = [&self.first, &self.second].map(|term| {
            let digits = switch.digits_of(call, term);
            (digits.clone().unwrap_or_default(), digits.is_none() && is_variable(term))
        });
        if first.1 || second.1 {
            switch.note(call, VectorEvent::VariableNotDefined);
        }
        let result = self.operator.apply(&first.0, &second.0, facts);
        let result: String = result.chars().take(facts.digits).collect();
        match self.target {
            Some(variable) => switch.set_variable(call, variable, result),
            None => {
                if let Some(vectoring) = switch.vectoring_mut(call) {
                    vectoring.digits = result;
                }
            }
        }
        Flow::Next
    }
}

impl Operator {
    fn apply(self, first: &str, second: &str, facts: &Facts) -> String {
        let number = |text: &str| {
            let text = if text.is_empty() { "0" } else { text };
            text.parse::<u64>().ok().filter(|&number| number <= facts.largest_number)
        };
        let both = number(first).zip(number(second));
        let reckoned = match self {
            Self::Add => both.map(|(a, b)| a + b),
            Self::Subtract => both.and_then(|(a, b)| a.checked_sub(b)),
            Self::Multiply => both.and_then(|(a, b)| a.checked_mul(b)),
            Self::Divide => both.and_then(|(a, b)| a.checked_div(b)),
            Self::Modulo => both.and_then(|(a, b)| a.checked_rem(b)),
            Self::Modulo10 => check_sum(first, number(second)),
            Self::JoinLeft => return format!("{second}{first}"),
            Self::JoinRight => return format!("{first}{second}"),
            Self::Select => {
                let count = number(second).and_then(|count| usize::try_from(count).ok());
                let skipped = first.chars().count().saturating_sub(count.unwrap_or(0));
                return first.chars().skip(skipped).collect();
            }
        };
        let reckoned = reckoned.filter(|&result| result <= facts.largest_number);
        reckoned.map_or_else(|| "#".to_owned(), |result| result.to_string())
    }
}

/// The check sum of an account number that must have `length` digits, if one is given.
fn check_sum(digits: &str, length: Option<u64>) -> Option<u64> {
    if length.is_some_and(|length| length != 0 && length != digits.len() as u64) {
        return None;
    }
    let mut sum = 0;
    for (place, digit) in digits.chars().rev().enumerate() {
        let digit = u64::from(digit.to_digit(10)?);
        let doubled = if place % 2 == 1 { 2 * digit } else { digit };
        sum += if doubled > 9 { doubled - 9 } else { doubled };
    }
    Some(sum % 10)
}

/// Makes what a word stands for.
type Make = fn() -> Term;

fn operand(text: &str) -> Parsed<'_, Term> {
    alt((choice(&OPERANDS).map(|make| make()), term)).parse(text)
}

fn is_variable(term: &Term) -> bool {
    matches!(term, Term::Variable(_))
}

const EQUALS: [(&str, ()); 1] = [("=", ())];

const OPERANDS: [(&str, Make); 2] = [("digits", || Term::Digits), ("ani", || Term::Ani)];

const OPERATORS: [(&str, Operator); 9] = [
    ("ADD", Operator::Add),
    ("SUB", Operator::Subtract),
    ("MUL", Operator::Multiply),
    ("DIV", Operator::Divide),
    ("MOD", Operator::Modulo),
    ("MOD10", Operator::Modulo10),
    ("CATL", Operator::JoinLeft),
    ("CATR", Operator::JoinRight),
    ("SEL", Operator::Select),
];
