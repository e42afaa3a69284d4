//! The pairs of a list put together: indentation, or the announced number of pairs, tells which list
//! a pair belongs to.

use crate::{
    complaint::Fault,
    limits,
    message::{LoggedPair, LoggedValue, is_ascii, packed_len},
};

/// A list as the lines of a log show it.
#[derive(Debug)]
pub(crate) struct ListShown {
    pub(crate) line: usize,
    /// Packed length, where the log has it.
    pub(crate) announced: Option<usize>,
    /// The first bytes of the packed list: they begin with its number of pairs.
    pub(crate) head: Vec<u8>,
    pub(crate) items: Vec<Item>,
}

/// A line with a pair.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) indent: usize,
    pub(crate) pair: LoggedPair,
    /// Whether its value is a list.
    pub(crate) opens: bool,
}

impl ListShown {
    /// The pairs, and what is wrong with them.
    pub(crate) fn pairs(self) -> (Vec<LoggedPair>, Vec<Fault>) {
        let mut faults = Vec::new();
        let count = match self.head.as_slice() {
            [high, low, ..] => Some(usize::from(u16::from_be_bytes([*high, *low]))),
            [] | [_] => None,
        };
        let mut items = self.items.into_iter().peekable();
        let mut pairs = level(&mut items, None, 1, &mut faults);
        if let Some(count) = count {
            take_in(&mut pairs, count, &mut faults);
            if pairs.len() != count {
                let (announced, printed) = (count, pairs.len());
                faults.push(Fault::ListIncomplete { what: "pairs", announced, printed });
                return (pairs, faults);
            }
        }
        // Of an absent list some writers announce no bytes at all.
        let printed =
            if pairs.is_empty() && self.announced == Some(0) { 0 } else { packed_len(&pairs) };
        if let Some(announced) = self.announced.filter(|len| *len != printed && is_ascii(&pairs)) {
            faults.push(Fault::ListIncomplete { what: "bytes", announced, printed });
        }
        (pairs, faults)
    }
}

/// The pairs that stand further in than `outside`.
fn level(
    items: &mut std::iter::Peekable<std::vec::IntoIter<Item>>,
    outside: Option<usize>,
    depth: usize,
    faults: &mut Vec<Fault>,
) -> Vec<LoggedPair> {
    let mut pairs = Vec::new();
    while let Some(mut item) = items.next_if(|item| outside.is_none_or(|out| item.indent > out)) {
        if item.opens && depth == limits::LIST_DEPTH {
            faults.push(Fault::TooDeep);
        } else if item.opens {
            let inner = level(items, Some(item.indent), depth + 1, faults);
            item.pair.value = LoggedValue::List(inner);
        }
        pairs.push(item.pair);
    }
    pairs
}

/// Where indentation tells nothing, gives the first inner list what is too much outside of it.
fn take_in(pairs: &mut Vec<LoggedPair>, count: usize, faults: &mut Vec<Fault>) {
    let surplus = pairs.len().saturating_sub(count);
    let is_bare = |pair: &LoggedPair| match &pair.value {
        LoggedValue::List(inner) => inner.is_empty(),
        LoggedValue::Text(_) | LoggedValue::Plain(_) | LoggedValue::Bytes { .. } => false,
    };
    let Some(first) = pairs.iter().position(is_bare) else { return };
    let from = first + 1;
    if surplus == 0 || from + surplus > pairs.len() {
        return;
    }
    if pairs.iter().filter(|pair| is_bare(pair)).count() > 1 {
        faults.push(Fault::ListsBlur);
    }
    let inner: Vec<_> = pairs.drain(from..from + surplus).collect();
    if let Some(pair) = pairs.get_mut(first) {
        pair.value = LoggedValue::List(inner);
    }
}
