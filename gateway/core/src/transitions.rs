//! A state enum and its transition table, written as the table itself.

/// Gives the enum one method per event, which answers the next state or `None` where the table
/// has no such step, and the table as data for its golden picture.
macro_rules! transitions {
    ($state:ident { $($(#[$doc:meta])* $event:ident: $($from:ident)|+ => $to:ident;)+ }) => {
        impl $state {
            $(
                $(#[$doc])*
                pub(crate) fn $event(self) -> Option<Self> {
                    matches!(self, $(Self::$from)|+).then_some(Self::$to)
                }
            )+

            /// Every step: its name, where it may start, where it ends.
            #[cfg(test)]
            pub(crate) const TABLE: &'static [(&'static str, &'static [Self], Self)] =
                &[$((stringify!($event), &[$(Self::$from),+], Self::$to)),+];
        }
    };
}

pub(crate) use transitions;
