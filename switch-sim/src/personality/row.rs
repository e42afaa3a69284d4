//! The notation in which the table of differences is written.

/// Declares the rows of [`Personality`](super::table::Personality): each word row with its enum, its
/// values and what a client sees of each, each amount with its bounds. The first value of a row is
/// that of a world that names no brand.
macro_rules! personality {
    (
        $(
            $(#[doc = $about:literal])+
            $key:ident: $name:ident {
                $(#[doc = $first_seen:literal])+
                $first:ident = $first_word:literal,
                $( $(#[doc = $seen:literal])+ $value:ident = $word:literal, )+
            }
        )+
        amounts
        $(
            $(#[doc = $amount_about:literal])+
            $amount:ident: $values:expr, $usual:expr;
        )+
    ) => {
        $(
            $(#[doc = $about])+
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $name {
                $(#[doc = $first_seen])+
                $first,
                $( $(#[doc = $seen])+ $value, )+
            }
        )+

        /// How a switch differs from others in what a CTI client sees: the value of every row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Personality {
            $( $(#[doc = $about])+ pub $key: $name, )+
            $( $(#[doc = $amount_about])+ pub(crate) $amount: u64, )+
        }

        impl Default for Personality {
            fn default() -> Self {
                Self { $($key: $name::$first,)+ $($amount: $usual,)+ }
            }
        }

        impl Personality {
            /// Every row, in the order of the table.
            pub const ROWS: &'static [Row] = &[
                $(
                    Row {
                        key: stringify!($key),
                        about: concat!($($about),+),
                        values: Values::Words(&[
                            ($first_word, concat!($($first_seen),+)),
                            $( ($word, concat!($($seen),+)), )+
                        ]),
                    },
                )+
                $(
                    Row {
                        key: stringify!($amount),
                        about: concat!($($amount_about),+),
                        values: $values,
                    },
                )+
            ];

            /// The word of a row that has words.
            pub(crate) fn word(&self, key: &str) -> Option<&'static str> {
                $(
                    if key == stringify!($key) {
                        return Some(match self.$key {
                            $name::$first => $first_word,
                            $( $name::$value => $word, )+
                        });
                    }
                )+
                None
            }

            /// The amount of a row that has one; spans are in milliseconds.
            pub(crate) fn amount(&self, key: &str) -> Option<u64> {
                $( if key == stringify!($amount) { return Some(self.$amount); } )+
                None
            }

            /// Sets a row to one of its words; false when it has none like this.
            pub(crate) fn set_word(&mut self, key: &str, word: &str) -> bool {
                $(
                    if key == stringify!($key) {
                        let words = [
                            ($first_word, $name::$first),
                            $( ($word, $name::$value), )+
                        ];
                        let found = words.into_iter().find(|(known, _)| *known == word);
                        return found.map(|(_, value)| self.$key = value).is_some();
                    }
                )+
                false
            }

            /// Sets a row to an amount; false when it has none.
            pub(crate) fn set_amount(&mut self, key: &str, amount: u64) -> bool {
                $( if key == stringify!($amount) { self.$amount = amount; return true; } )+
                false
            }
        }
    };
}

pub(crate) use personality;
