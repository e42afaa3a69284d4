//! Who gets the events of which number, and who may send requests about it.

use std::collections::{BTreeMap, BTreeSet};

use switch_sim::id::DeviceId;
use tserver_wire::{ControlMode, RegisterMode};

use crate::{
    error::{Denial, ErrorKind},
    limits,
    link::LinkId,
};

/// The registrations of all clients, found from either side.
#[derive(Debug, Default)]
pub(crate) struct Registrations {
    clients: BTreeMap<DeviceId, BTreeMap<LinkId, Terms>>,
    numbers: BTreeMap<LinkId, BTreeSet<DeviceId>>,
}

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
        terms: Terms,
    ) -> Result<(), Denial> {
        let others = self.clients.get(&device).into_iter().flatten();
        let mut others = others.filter(|(client, _)| **client != link);
        let taken = match terms.mode {
            RegisterMode::Private => others.next().is_some(),
            RegisterMode::Share | RegisterMode::Monitor => {
                others.any(|(_, theirs)| theirs.mode == RegisterMode::Private)
            }
        };
        if taken {
            let text = "Another client has registered ThisDN, and one of the two wants it alone: \
                        register in ModeShare, or wait until it is given up";
            return Err(Denial::new(ErrorKind::RegisteredElsewhere, text));
        }
        let numbers = self.numbers.entry(link).or_default();
        if numbers.len() >= limits::REGISTRATIONS_PER_CLIENT && !numbers.contains(&device) {
            let text = format!(
                "This client has registered {} numbers, which is the limit",
                limits::REGISTRATIONS_PER_CLIENT
            );
            return Err(Denial::new(ErrorKind::TooMany, text));
        }
        numbers.insert(device);
        self.clients.entry(device).or_default().insert(link, terms);
        Ok(())
    }

    /// Ends a registration; false when there was none.
    pub(crate) fn remove(&mut self, device: DeviceId, link: LinkId) -> bool {
        if let Some(numbers) = self.numbers.get_mut(&link) {
            numbers.remove(&device);
        }
        self.clients.get_mut(&device).is_some_and(|clients| clients.remove(&link).is_some())
    }

    /// Ends every registration of a client.
    pub(crate) fn forget(&mut self, link: LinkId) {
        for device in self.numbers.remove(&link).unwrap_or_default() {
            if let Some(clients) = self.clients.get_mut(&device) {
                clients.remove(&link);
            }
        }
    }

    /// How a client has registered a number.
    pub(crate) fn mode(&self, device: DeviceId, link: LinkId) -> Option<RegisterMode> {
        self.clients.get(&device)?.get(&link).map(|terms| terms.mode)
    }

    /// Whether somebody answers what the switch asks about a number: a client that does not only
    /// watch it, and whose registration goes on to the switch.
    pub(crate) fn is_attended(&self, device: DeviceId) -> bool {
        self.clients.get(&device).is_some_and(|clients| clients.values().any(Terms::attend))
    }

    /// The clients that get the events of a number.
    pub(crate) fn clients(&self, device: DeviceId) -> impl Iterator<Item = LinkId> + '_ {
        self.clients.get(&device).into_iter().flat_map(|clients| clients.keys().copied())
    }

    /// The numbers that a client has registered.
    pub(crate) fn of_client(&self, link: LinkId) -> impl Iterator<Item = DeviceId> + '_ {
        self.numbers.get(&link).into_iter().flatten().copied()
    }
}

/// The terms of a registration (PSDK T-Library reference, `TRegisterAddress`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) mode: RegisterMode,
    /// Whether the registration goes on to the switch; by default it does.
    pub(crate) control: ControlMode,
}

impl Terms {
    /// What a client asks for; an attribute that it leaves out has its default.
    pub(crate) fn of(mode: Option<i32>, control: Option<i32>) -> Result<Self, Denial> {
        let wrong = |text: String| Denial::new(ErrorKind::InvalidAttribute, text);
        let mode = mode.unwrap_or(RegisterMode::Share.code());
        let control = control.unwrap_or(ControlMode::Default.code());
        Ok(Self {
            mode: RegisterMode::from_code(mode).ok_or_else(|| {
                wrong(format!("RegisterMode {mode} is none of share 0, private 1, monitor 2"))
            })?,
            control: ControlMode::from_code(control).ok_or_else(|| {
                wrong(format!("ControlMode {control} is none of default 0, force 1, local 2"))
            })?,
        })
    }

    fn attend(&self) -> bool {
        self.mode != RegisterMode::Monitor && self.control != ControlMode::Local
    }
}
