//! Trunk groups: which circuits are taken.

mod facility;
mod rested;

use std::{collections::VecDeque, time::Duration};

pub(crate) use facility::{FACILITIES, Verdict};
pub use facility::{Facility, Seizure};

use crate::{
    id::{DeviceId, TrunkGroupId},
    time::SimTime,
    trunk::rested::Rested,
    world::TrunkGroup,
};

/// How the circuits of a group are taken, and what they bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What the circuits are made of.
    pub facility: Facility,
    /// How a circuit is taken that the other end may take at the same moment.
    pub seizure: Seizure,
    /// For how long the other end does not know that a circuit has been taken.
    pub glare_window: Duration,
    /// Which idle circuit a call from here takes.
    pub order: Order,
    /// From which end of the group the network takes circuits for its calls.
    pub arrivals: End,
    /// Whether callers' numbers come along.
    pub brings_number: bool,
    /// Whether the number of a caller is told who restricts it (Q.931 presentation indicator).
    pub shows_restricted: bool,
    /// How many bytes of user-to-user information a call can bring.
    pub uui_bytes: usize,
    /// How long the next digit is waited for where the number comes digit by digit; none: it comes
    /// as a whole (en bloc).
    pub overlap: Option<Duration>,
    /// How many digits of the number that the network sends are dropped at its front.
    pub delete: usize,
    /// The digits that are then put in front of it.
    pub insert: String,
}

/// Which idle circuit is taken first (trunk hunting).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The lowest.
    Ascending,
    /// The highest.
    Descending,
    /// The next one after that which was taken last.
    Circular,
    /// The one that has been idle longest.
    LeastRecent,
}

/// An end of a group of circuits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The first circuit's.
    Lowest,
    /// The last one's.
    Highest,
}

/// The circuit that the network takes for a call from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offered {
    /// Nobody has it.
    Idle(DeviceId),
    /// A call from here has just taken it, of which the network does not know yet (glare).
    Taken(DeviceId),
}

/// A trunk group at work.
#[derive(Debug)]
pub struct Trunk {
    /// The place of the group in the world file.
    pub id: TrunkGroupId,
    /// Its name there.
    pub name: String,
    /// How many circuits it has.
    pub channels: u32,
    pub(crate) rules: Rules,
    first: DeviceId,
    busy: u32,
    /// One bit per circuit, set while it is idle.
    idle: Vec<u64>,
    /// One bit per word of `idle`, set while the word has a circuit that is idle.
    words: Vec<u64>,
    /// The circuit after the one that was taken last.
    next: u32,
    /// How long circuits have been idle, where that decides.
    rested: Option<Rested>,
    /// Circuits that calls from here have taken, and until when the network does not know it.
    unknown: VecDeque<(SimTime, u32)>,
}

impl Trunk {
    /// A group of idle circuits, devices with consecutive ids from `first` on.
    pub(crate) fn new(id: TrunkGroupId, group: &TrunkGroup, first: DeviceId) -> Self {
        let (channels, rules) = (group.channels, group.rules.clone());
        let idle = all_set(channels);
        let words = all_set(u32::try_from(idle.len()).unwrap_or(u32::MAX));
        let rested = (rules.order == Order::LeastRecent).then(|| Rested::new(channels));
        let (name, unknown) = (group.name.clone(), VecDeque::new());
        Self { id, name, channels, rules, first, busy: 0, idle, words, next: 0, rested, unknown }
    }

    /// How many circuits carry no call.
    pub fn idle(&self) -> u32 {
        self.channels - self.busy
    }

    /// How many circuits carry a call.
    pub fn busy(&self) -> u32 {
        self.busy
    }

    /// Whether it is told that somebody outside answers (answer supervision).
    pub fn tells_answer(&self) -> bool {
        self.rules.facility.properties().tells_answer
    }

    /// Takes an idle circuit for a call from here, in the order of the group; none when all are
    /// busy.
    pub(crate) fn seize(&mut self, now: SimTime) -> Option<DeviceId> {
        let circuit = match self.rules.order {
            Order::Ascending => self.idle_at(End::Lowest),
            Order::Descending => self.idle_at(End::Highest),
            Order::Circular => self.idle_from(self.next).or_else(|| self.idle_from(0)),
            Order::LeastRecent => self.rested.as_ref()?.longest(),
        }?;
        self.take(circuit);
        if !self.rules.glare_window.is_zero() {
            self.forget_known(now);
            self.unknown.push_back((now + self.rules.glare_window, circuit));
        }
        Some(self.device(circuit))
    }

    /// The circuit that the network takes for a call from outside; none when all are busy.
    pub(crate) fn offered(&mut self, now: SimTime) -> Option<Offered> {
        self.forget_known(now);
        let unknown = self.unknown.iter().map(|&(_, circuit)| circuit);
        let unknown = match self.rules.arrivals {
            End::Lowest => unknown.min(),
            End::Highest => unknown.max(),
        };
        match (self.idle_at(self.rules.arrivals), unknown) {
            (Some(idle), Some(unknown)) => Some(match self.rules.arrivals {
                End::Lowest if unknown < idle => Offered::Taken(self.device(unknown)),
                End::Highest if unknown > idle => Offered::Taken(self.device(unknown)),
                End::Lowest | End::Highest => Offered::Idle(self.device(idle)),
            }),
            (Some(idle), None) => Some(Offered::Idle(self.device(idle))),
            (None, Some(unknown)) => Some(Offered::Taken(self.device(unknown))),
            (None, None) => None,
        }
    }

    /// Takes an idle circuit for a call from outside.
    pub(crate) fn accept(&mut self, circuit: DeviceId) {
        self.take(circuit.0 - self.first.0);
    }

    /// Takes an idle circuit for a call from outside that has to give way; none when all are busy.
    pub(crate) fn accept_another(&mut self) -> Option<DeviceId> {
        let circuit = self.idle_at(self.rules.arrivals)?;
        self.take(circuit);
        Some(self.device(circuit))
    }

    /// Gives a circuit back.
    pub(crate) fn free(&mut self, circuit: DeviceId) {
        let circuit = circuit.0 - self.first.0;
        let word = circuit / u64::BITS;
        if self.idle.get(word as usize) == Some(&0) {
            flip(&mut self.words, word);
        }
        flip(&mut self.idle, circuit);
        self.busy -= 1;
        self.unknown.retain(|&(_, taken)| taken != circuit);
        if let Some(rested) = &mut self.rested {
            rested.add(circuit);
        }
    }

    fn take(&mut self, circuit: u32) {
        let word = circuit / u64::BITS;
        flip(&mut self.idle, circuit);
        if self.idle.get(word as usize) == Some(&0) {
            flip(&mut self.words, word);
        }
        self.busy += 1;
        self.next = circuit + 1;
        if let Some(rested) = &mut self.rested {
            rested.remove(circuit);
        }
    }

    fn forget_known(&mut self, now: SimTime) {
        while self.unknown.front().is_some_and(|&(until, _)| until <= now) {
            self.unknown.pop_front();
        }
    }

    /// The idle circuit at an end of the group.
    fn idle_at(&self, end: End) -> Option<u32> {
        match end {
            End::Lowest => self.idle_from(0),
            End::Highest => self.last_idle(),
        }
    }

    /// The lowest idle circuit that is not below `circuit`.
    fn idle_from(&self, circuit: u32) -> Option<u32> {
        let word = circuit / u64::BITS;
        let rest = self.idle.get(word as usize)? & (u64::MAX << (circuit % u64::BITS));
        if rest != 0 {
            return Some(word * u64::BITS + rest.trailing_zeros());
        }
        let word = first_set(&self.words, word + 1)?;
        let bits = self.idle.get(word as usize)?;
        Some(word * u64::BITS + bits.trailing_zeros())
    }

    fn last_idle(&self) -> Option<u32> {
        let word = last_set(&self.words)?;
        let bits = self.idle.get(word as usize)?;
        Some(word * u64::BITS + bits.ilog2())
    }

    fn device(&self, circuit: u32) -> DeviceId {
        DeviceId(self.first.0 + circuit)
    }
}

fn all_set(bits: u32) -> Vec<u64> {
    let mut words = vec![0; bits.div_ceil(u64::BITS) as usize];
    (0..bits).for_each(|bit| flip(&mut words, bit));
    words
}

fn flip(words: &mut [u64], bit: u32) {
    if let Some(word) = words.get_mut((bit / u64::BITS) as usize) {
        *word ^= 1 << (bit % u64::BITS);
    }
}

/// The lowest bit that is set, of those that are not below `from`.
fn first_set(words: &[u64], from: u32) -> Option<u32> {
    let place = from / u64::BITS;
    let first = words.get(place as usize)? & (u64::MAX << (from % u64::BITS));
    let rest = words.iter().skip(place as usize + 1).copied();
    let (place, word) = (place..).zip(std::iter::once(first).chain(rest)).find(|&(_, w)| w != 0)?;
    Some(place * u64::BITS + word.trailing_zeros())
}

fn last_set(words: &[u64]) -> Option<u32> {
    let place = words.iter().rposition(|&word| word != 0)?;
    let word = words.get(place)?;
    Some(u32::try_from(place).ok()? * u64::BITS + word.ilog2())
}

#[cfg(test)]
mod tests {
    use super::{End, Facility, Offered, Order, Rules, Trunk};
    use crate::{
        id::{DeviceId, TrunkGroupId},
        time::SimTime,
        world::TrunkGroup,
    };

    const SIZES: [u32; 8] = [1, 63, 64, 65, 4_095, 4_096, 4_097, 10_000];

    #[test]
    fn circuits_are_taken_from_one_end_until_none_is_left() {
        for channels in SIZES {
            let all: Vec<_> = (7..7 + channels).map(DeviceId).collect();
            let mut trunk = trunk(channels, Order::Ascending);
            assert_eq!(all_of(&mut trunk), all);
            assert_eq!((trunk.busy(), trunk.idle()), (channels, 0));
            for circuit in [DeviceId(6 + channels), DeviceId(7)] {
                trunk.free(circuit);
                assert_eq!(trunk.seize(SimTime::ZERO), Some(circuit));
            }
            let backwards: Vec<_> = all.into_iter().rev().collect();
            assert_eq!(all_of(&mut self::trunk(channels, Order::Descending)), backwards);
        }
    }

    #[test]
    fn a_circular_group_goes_on_after_the_circuit_that_was_taken_last() {
        for channels in SIZES {
            let mut trunk = trunk(channels, Order::Circular);
            for circuit in (0..2 * channels).map(|place| DeviceId(7 + place % channels)) {
                assert_eq!(trunk.seize(SimTime::ZERO), Some(circuit));
                trunk.free(circuit);
            }
        }
    }

    #[test]
    fn the_circuit_that_has_been_idle_longest_is_taken() {
        let mut trunk = trunk(3, Order::LeastRecent);
        assert_eq!(all_of(&mut trunk), [DeviceId(7), DeviceId(8), DeviceId(9)]);
        for circuit in [DeviceId(8), DeviceId(9), DeviceId(7)] {
            trunk.free(circuit);
        }
        trunk.accept(DeviceId(9));
        trunk.free(DeviceId(9));
        assert_eq!(all_of(&mut trunk), [DeviceId(8), DeviceId(7), DeviceId(9)]);
    }

    #[test]
    fn the_network_does_not_know_at_once_what_has_been_taken() {
        let mut group = trunk(2, Order::Ascending);
        group.rules = Rules { arrivals: End::Lowest, ..Rules::from(Facility::PriE1) };
        let at = |milliseconds| SimTime::ZERO + std::time::Duration::from_millis(milliseconds);
        assert_eq!(group.seize(at(0)), Some(DeviceId(7)));
        assert_eq!(group.offered(at(59)), Some(Offered::Taken(DeviceId(7))));
        assert_eq!(group.offered(at(60)), Some(Offered::Idle(DeviceId(8))));
        group.rules.arrivals = End::Highest;
        assert_eq!(group.seize(at(60)), Some(DeviceId(8)));
        assert_eq!(group.offered(at(61)), Some(Offered::Taken(DeviceId(8))));
        group.free(DeviceId(8));
        assert_eq!(group.offered(at(61)), Some(Offered::Idle(DeviceId(8))));
        group.accept(DeviceId(8));
        assert_eq!(group.offered(at(61)), None);
    }

    fn trunk(channels: u32, order: Order) -> Trunk {
        let rules = Rules { order, ..Rules::from(Facility::Sip) };
        let group = TrunkGroup { name: "T".to_owned(), channels, prefixes: Vec::new(), rules };
        Trunk::new(TrunkGroupId(0), &group, DeviceId(7))
    }

    fn all_of(trunk: &mut Trunk) -> Vec<DeviceId> {
        std::iter::from_fn(|| trunk.seize(SimTime::ZERO)).collect()
    }
}
