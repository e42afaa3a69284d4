//! The settings of a world's T-Server: what they say is done, and what is wrong is told.

use std::time::Duration;

use switch_sim::world::World;
use tserver_sim_core::{Config, ConsultData, ErrorKind, SecondLogin, WrapUp};
use tserver_wire::{AttributeId as A, Message, MessageType as M};

use crate::rig::{FIRST, Rig};

const PEOPLE: &str = r#"people.alice = { dn = "2001" }"#;

fn site(settings: &str) -> World {
    World::parse(&format!("{PEOPLE}\n[tserver]\n{settings}")).unwrap()
}

#[test]
fn a_site_without_settings_is_as_the_t_server_is_by_itself() {
    assert_eq!(Config::of_site(&World::parse(PEOPLE).unwrap()), Ok(Config::default()));
}

#[test]
fn every_setting_is_taken_over() {
    let world = site(
        r#"
        user_data_limit = 100
        consult_user_data = "separate"
        wrap_up = "30s"
        legal_guard = "5s"
        second_login_forces_out = true
        error_codes = { WrongState = 231, InvalidCalledDn = 72 }
        "#,
    );
    let config = Config::of_site(&world).unwrap();
    let expected = Config {
        user_data_limit: 100,
        consult_data: ConsultData::Separate,
        wrap_up: Some(WrapUp::Timed(Duration::from_secs(30))),
        legal_guard: Duration::from_secs(5),
        second_login: SecondLogin::ForcesOut,
        error_codes: [(ErrorKind::WrongState, 231), (ErrorKind::InvalidCalledDn, 72)].into(),
        ..Config::default()
    };
    assert_eq!(config, expected);
}

#[test]
fn a_client_is_refused_by_the_numbers_of_the_site() {
    let world = site("error_codes = { NotRegistered = 4711 }");
    let mut rig = Rig::in_world(&world, Config::of_site(&world).unwrap());
    rig.connect(FIRST);
    let call = Message::new(M::REQUEST_MAKE_CALL).with(A::THIS_DN, "2001");
    rig.request(FIRST, &call.with(A::OTHER_DN, "2001"));
    let refused = rig.take(FIRST).pop().unwrap();
    assert_eq!(refused.kind, M::EVENT_ERROR);
    assert_eq!(refused.integer(A::ERROR_CODE), Some(4711));
}

#[test]
fn a_refusal_that_does_not_exist_is_named() {
    let error = Config::of_site(&site("error_codes = { WrongMood = 1 }")).unwrap_err();
    insta::assert_snapshot!(error);
}
