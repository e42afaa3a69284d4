//! What the switch promises to whoever sits on top of it.

#[cfg(test)]
mod golden;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod living;
#[cfg(test)]
mod mirror;
#[cfg(test)]
mod permutations;
#[cfg(test)]
mod personalities;
#[cfg(test)]
mod random;
#[cfg(test)]
mod story;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod world_file;

/// Each story is played; its golden has every report of the switch.
#[test]
fn every_story_happens_as_told() {
    golden::each_file("stories", "story", story::check);
}

/// Each command and rule of call vectors, with a story.
#[test]
fn every_vector_does_as_its_listing_says() {
    golden::each_file("vectors", "story", story::check_vectors);
}

/// Who gets which call, in worlds of their own.
#[test]
fn every_call_goes_to_the_agent_whom_the_rules_choose() {
    golden::each_file("acd", "story", story::check_world);
}

/// Trunks, telephones and machines, in worlds of their own.
#[test]
fn every_part_of_the_plant_does_as_its_world_says() {
    golden::each_file("plant", "story", story::check_world);
}

/// Things that happen at once happen in every order; the golden has what comes of each.
#[test]
fn every_order_of_glare_ends_well() {
    golden::each_file("glare", "story", permutations::check);
}

/// All mistakes of a world file are told, each one where it is.
#[test]
fn every_mistake_of_a_world_file_is_told() {
    golden::each_file("worlds/wrong", "toml", world_file::check);
}
