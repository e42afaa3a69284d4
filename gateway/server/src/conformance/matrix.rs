//! What came out: a row for each case, a column for each thing that is looked at.

use std::fmt;

/// The outcomes of the suite.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    pub(crate) rows: Vec<Row>,
}

/// The outcomes of one case.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) request: &'static str,
    pub(crate) title: &'static str,
    /// What was tried is answered: done.
    pub(crate) done: Cell,
    /// Everybody whom it concerns is told.
    pub(crate) told: Cell,
    /// Telephones that are registered again stand as it was told of them.
    pub(crate) snapshot: Cell,
    /// What cannot be is refused, and changes nothing.
    pub(crate) refused: Cell,
}

/// One outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// The case does not look at it, or did not come to it.
    Empty,
    Right,
    /// The adapter says that it cannot be done at all.
    Unsupported,
    /// The stage could not be set, for what was unsupported or was not named.
    NotTried,
    /// What was wrong.
    Failed(String),
}

impl Matrix {
    /// Whether something was wrong.
    pub(crate) fn has_failed(&self) -> bool {
        self.rows.iter().any(Row::has_failed)
    }
}

impl Row {
    /// A case of which nothing is known.
    pub(crate) fn new(request: &'static str, title: &'static str) -> Self {
        let [done, told, snapshot, refused] = [const { Cell::Empty }; 4];
        Self { request, title, done, told, snapshot, refused }
    }

    fn cells(&self) -> [&Cell; 4] {
        [&self.done, &self.told, &self.snapshot, &self.refused]
    }

    fn has_failed(&self) -> bool {
        self.cells().iter().any(|cell| matches!(cell, Cell::Failed(_)))
    }
}

impl Cell {
    /// Takes over another outcome of the same kind: what failed stays failed.
    pub(crate) fn and(&mut self, outcome: Result<(), String>) {
        if !matches!(self, Self::Failed(_)) {
            *self = outcome.map_or_else(Self::Failed, |()| Self::Right);
        }
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [head @ .., last] = HEAD;
        line(f, head, last)?;
        for row in &self.rows {
            let [done, told, snapshot, refused] = row.cells();
            let cells = [done, told, snapshot, refused].map(Cell::to_string);
            let [done, told, snapshot, refused] = cells.each_ref();
            line(f, [row.request, row.title, done, told, snapshot], refused)?;
        }
        let count = |of: &dyn Fn(&&Row) -> bool| self.rows.iter().filter(of).count();
        let unsupported = count(&|row| row.done == Cell::Unsupported);
        let not_tried = count(&|row| row.done == Cell::NotTried);
        let failed = count(&|row| row.has_failed());
        let right = self.rows.len() - unsupported - not_tried - failed;
        writeln!(
            f,
            "\n{} cases: {right} right, {unsupported} unsupported, {not_tried} not tried, \
             {failed} failed",
            self.rows.len()
        )?;
        for row in &self.rows {
            for cell in row.cells() {
                if let Cell::Failed(letter) = cell {
                    write!(f, "\n{}: {}\n  {letter}\n", row.request, row.title)?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "-",
            Self::Right => "ok",
            Self::Unsupported => "unsupported",
            Self::NotTried => "not tried",
            Self::Failed(_) => "FAILED",
        })
    }
}

fn line(f: &mut fmt::Formatter<'_>, cells: [&str; 5], last: &str) -> fmt::Result {
    let [request, title, done, told, snapshot] = cells;
    writeln!(f, "{request:<22} {title:<36} {done:<12} {told:<7} {snapshot:<9} {last}")
}

const HEAD: [&str; 6] = ["request", "case", "done", "told", "snapshot", "refused"];
