//! Trunk groups: which circuits are taken.

use crate::id::{DeviceId, TrunkGroupId};

/// A trunk group at work. Its lowest idle circuit is taken first.
#[derive(Debug)]
pub struct Trunk {
    /// The place of the group in the world file.
    pub id: TrunkGroupId,
    /// Its name there.
    pub name: String,
    /// How many circuits it has.
    pub channels: u32,
    first: DeviceId,
    busy: u32,
    /// One bit per circuit, set while it is idle.
    idle: Vec<u64>,
    /// One bit per word of `idle`, set while the word has a circuit that is idle.
    words: Vec<u64>,
}

impl Trunk {
    /// A group of idle circuits, devices with consecutive ids from `first` on.
    pub(crate) fn new(id: TrunkGroupId, name: String, first: DeviceId, channels: u32) -> Self {
        let idle = all_set(channels);
        let words = all_set(u32::try_from(idle.len()).unwrap_or(u32::MAX));
        Self { id, name, channels, first, busy: 0, idle, words }
    }

    /// How many circuits carry no call.
    pub fn idle(&self) -> u32 {
        self.channels - self.busy
    }

    /// How many circuits carry a call.
    pub fn busy(&self) -> u32 {
        self.busy
    }

    /// Takes the lowest idle circuit; none when all are busy.
    pub(crate) fn seize(&mut self) -> Option<DeviceId> {
        let word = first_set(&self.words)?;
        let bits = self.idle.get_mut(word as usize)?;
        let circuit = word * u64::BITS + bits.trailing_zeros();
        *bits &= *bits - 1;
        if *bits == 0 {
            flip(&mut self.words, word);
        }
        self.busy += 1;
        Some(DeviceId(self.first.0 + circuit))
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

fn first_set(words: &[u64]) -> Option<u32> {
    let (place, word) = (0..).zip(words).find(|&(_, &word)| word != 0)?;
    Some(place * u64::BITS + word.trailing_zeros())
}

#[cfg(test)]
mod tests {
    use super::Trunk;
    use crate::id::{DeviceId, TrunkGroupId};

    #[test]
    fn the_lowest_idle_circuit_is_taken_until_none_is_left() {
        for channels in [1, 63, 64, 65, 4_095, 4_096, 4_097, 10_000] {
            let mut trunk = Trunk::new(TrunkGroupId(0), "T".to_owned(), DeviceId(7), channels);
            let taken: Vec<_> = std::iter::from_fn(|| trunk.seize()).collect();
            assert!(taken.iter().copied().eq((7..7 + channels).map(DeviceId)));
            assert_eq!((trunk.busy(), trunk.idle()), (channels, 0));
            for circuit in [DeviceId(6 + channels), DeviceId(7)] {
                trunk.free(circuit);
                assert_eq!(trunk.seize(), Some(circuit));
            }
        }
    }
}
