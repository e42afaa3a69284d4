//! "Did you mean": the known word nearest to an unknown one.

use crate::limits;

/// The candidate so near to `word` that a slip of the pen explains it.
pub(crate) fn nearest<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let folded = word.to_lowercase();
    let slips = match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let letters = folded.chars().count();
    candidates
        .iter()
        .filter(|candidate| candidate.chars().count().abs_diff(letters) <= slips)
        .map(|candidate| (strsim::osa_distance(&folded, &candidate.to_lowercase()), *candidate))
        .filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean …?" when something is near, else `intro` and what there is; none when there is nothing.
pub(crate) fn help(word: &str, candidates: &[&str], intro: &str) -> Option<String> {
    if let Some(near) = nearest(word, candidates) {
        return Some(format!("did you mean `{near}`?"));
    }
    (!candidates.is_empty()).then(|| format!("{intro}: {}", list(candidates)))
}

/// The names in quotes with commas, up to a bound.
pub(crate) fn list(names: &[&str]) -> String {
    let shown: Vec<String> =
        names.iter().take(limits::LISTED_NAMES).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &rest
}
