//! Agents who are at work when the world begins (`[people]`, `logged_on`).

use crate::{
    action::{Action, AgentName},
    id::DeviceId,
    switch::Switch,
    world::{LoggedOn, Person, World},
};

impl Switch {
    /// Logs on whoever is at work when the world begins, in the order of the file: the first one has
    /// been idle longest.
    pub(crate) fn begin_shifts(&mut self, world: &World) {
        for person in &world.people {
            let position = self.plant.by_number(&person.dn);
            if let (Some(state), Some(device)) = (person.logged_on, position) {
                self.begin_shift(world, person, device, state);
            }
        }
    }

    fn begin_shift(&mut self, world: &World, person: &Person, device: DeviceId, state: LoggedOn) {
        let Some(login) = &person.login else { return };
        let named = |name: &&String| world.queues.iter().find(|queue| queue.name == **name);
        let queues = person.queues.iter().filter_map(|name| named(&name));
        let queues = queues.filter_map(|queue| self.plant.by_number(&queue.dn)).collect();
        let agent = AgentName::from(login.as_str());
        let logged_on = self.handle_action(Action::LogOn { device, agent, queues });
        let action = match state {
            LoggedOn::Ready => Action::Ready { device },
            LoggedOn::NotReady => Action::NotReady { device, reason: None },
        };
        // A brand may leave agents where the log-on put them, or not know such agents at all.
        let _refused = logged_on.and_then(|_| self.handle_action(action));
    }
}
