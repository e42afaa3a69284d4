//! `transitions!`: a state enum's table of legal moves, readable as a table and as a graph.

/// Gives a state enum one method per transition (`None`: not from this state) and its table.
macro_rules! transitions {
    ($state:ident {
        $( $(#[$doc:meta])* $name:ident: $( $($from:ident)|+ => $to:ident ),+; )+
    }) => {
        impl $state {
            /// Every legal move: name, states it leaves, state it leads to.
            #[cfg(test)]
            pub(crate) const TABLE: &'static [$crate::transitions::Row<Self>] = &[
                $( $( (stringify!($name), &[$(Self::$from),+], Self::$to), )+ )+
            ];

            $(
                $(#[$doc])*
                pub(crate) fn $name(self) -> Option<Self> {
                    $( if matches!(self, $(Self::$from)|+) {
                        return Some(Self::$to);
                    } )+
                    None
                }
            )+
        }
    };
}

pub(crate) use transitions;

/// One line of a table: the move, the states it leaves, the state it leads to.
#[cfg(test)]
pub(crate) type Row<S> = (&'static str, &'static [S], S);

/// The table as text, one move a line.
#[cfg(test)]
pub(crate) fn table<S: std::fmt::Debug>(rows: &[Row<S>]) -> String {
    let line = |(name, from, to): &Row<S>| {
        let from: Vec<_> = from.iter().map(|s| format!("{s:?}")).collect();
        format!("{name:<16} {} => {to:?}\n", from.join(" | "))
    };
    rows.iter().map(line).collect()
}

/// The graph as Graphviz text.
#[cfg(test)]
pub(crate) fn dot<S: std::fmt::Debug>(rows: &[Row<S>]) -> String {
    let edges = rows.iter().flat_map(|(name, from, to)| {
        from.iter().map(move |f| format!("  {f:?} -> {to:?} [label = \"{name}\"];\n"))
    });
    format!("digraph {{\n{}}}\n", edges.collect::<String>())
}
