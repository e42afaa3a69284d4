//! Telephones that belong together: hunt groups, pickup groups, those with a coverage path.

use std::collections::BTreeMap;

use super::{Plant, PlantError};
use crate::{
    id::{HuntGroupId, Number},
    world::Person,
};

impl Plant {
    /// Lets a number lead to several telephones.
    pub(super) fn hunt(&mut self, number: Number, members: &[String]) -> Result<(), PlantError> {
        let mut devices = Vec::with_capacity(members.len());
        for dn in members {
            let Some(device) = self.by_number(dn) else {
                return Err(PlantError::LeadsNowhere { number, to: dn.clone() });
            };
            devices.push(device);
        }
        let group = HuntGroupId(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
        self.members.push(devices);
        let taken = self.groups.insert(number.clone(), group).is_some();
        if taken || self.dialled.contains_key(&number) {
            return Err(PlantError::Twice(number));
        }
        Ok(())
    }

    /// Adds the next extension to the pickup group of a name; its place among the groups.
    pub(super) fn join_pickup_group<'w>(
        &mut self,
        name: Option<&'w String>,
        names: &mut BTreeMap<&'w str, usize>,
    ) -> Result<Option<usize>, PlantError> {
        let Some(name) = name else { return Ok(None) };
        let id = self.next_id()?;
        let place = *names.entry(name).or_insert(self.pickup_groups.len());
        if place == self.pickup_groups.len() {
            self.pickup_groups.push(Vec::new());
        }
        if let Some(group) = self.pickup_groups.get_mut(place) {
            group.push(id);
        }
        Ok(Some(place))
    }

    /// The place of a person's coverage path.
    pub(super) fn path_of(&self, person: &Person) -> Result<Option<usize>, PlantError> {
        let Some(name) = &person.coverage else { return Ok(None) };
        let place = self.coverage_paths.iter().position(|path| path.name == *name);
        let missing =
            || PlantError::NoCoveragePath { person: person.name.clone(), path: name.clone() };
        place.map(Some).ok_or_else(missing)
    }
}
