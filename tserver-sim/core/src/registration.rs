//! Who gets the events of which number, and who may send requests about it.

use std::collections::BTreeMap;

use switch_sim::id::DeviceId;
use tserver_wire::RegisterMode;

use crate::{
    error::{Denial, ErrorKind},
    limits,
    link::LinkId,
};

/// The registrations of all clients.
#[derive(Debug, Default)]
pub(crate) struct Registrations(BTreeMap<DeviceId, BTreeMap<LinkId, RegisterMode>>);

impl Registrations {
    /// Registers a number for a client, or changes the mode of its registration.
    ///
    /// # Errors
    /// Another client has the number for itself, or the client wants for itself what others have,
    /// or the client has too many numbers.
    pub(crate) fn add(
        &mut self,
        device: DeviceId,
        link: LinkId,
        mode: RegisterMode,
    ) -> Result<(), Denial> {
        let mut others =
            self.0.get(&device).into_iter().flatten().filter(|(client, _)| **client != link);
        let taken = match mode {
            RegisterMode::Private => others.next().is_some(),
            RegisterMode::Share | RegisterMode::Monitor => {
                others.any(|(_, theirs)| *theirs == RegisterMode::Private)
            }
        };
        if taken {
            let text = "Another client has registered ThisDN, and one of the two wants it alone: \
                        register in ModeShare, or wait until it is given up";
            return Err(Denial::new(ErrorKind::RegisteredElsewhere, text));
        }
        if self.mode(device, link).is_none() && self.count(link) >= limits::REGISTRATIONS_PER_CLIENT
        {
            let text = format!(
                "This client has registered {} numbers, which is the limit",
                limits::REGISTRATIONS_PER_CLIENT
            );
            return Err(Denial::new(ErrorKind::TooMany, text));
        }
        self.0.entry(device).or_default().insert(link, mode);
        Ok(())
    }

    /// Ends a registration; false when there was none.
    pub(crate) fn remove(&mut self, device: DeviceId, link: LinkId) -> bool {
        let removed =
            self.0.get_mut(&device).is_some_and(|clients| clients.remove(&link).is_some());
        self.0.retain(|_, clients| !clients.is_empty());
        removed
    }

    /// Ends every registration of a client.
    pub(crate) fn forget(&mut self, link: LinkId) {
        self.0.retain(|_, clients| {
            clients.remove(&link);
            !clients.is_empty()
        });
    }

    /// How a client has registered a number.
    pub(crate) fn mode(&self, device: DeviceId, link: LinkId) -> Option<RegisterMode> {
        self.0.get(&device)?.get(&link).copied()
    }

    /// The clients that get the events of a number.
    pub(crate) fn clients(&self, device: DeviceId) -> impl Iterator<Item = LinkId> + '_ {
        self.0.get(&device).into_iter().flat_map(|clients| clients.keys().copied())
    }

    /// The numbers that a client has registered.
    pub(crate) fn of_client(&self, link: LinkId) -> impl Iterator<Item = DeviceId> + '_ {
        self.0.iter().filter(move |(_, clients)| clients.contains_key(&link)).map(|(dn, _)| *dn)
    }

    fn count(&self, link: LinkId) -> usize {
        self.of_client(link).count()
    }
}
