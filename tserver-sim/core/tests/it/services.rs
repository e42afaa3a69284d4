//! Requests that only the T-Server answers: queries, input masks, every number at once,
//! access numbers, reservations between clients, call-based events.

use switch_sim::{personality::table::Personality, world::World};
use tserver_sim_core::{Config, SecondLogin};
use tserver_wire::{
    AgentWorkMode, AttributeId as A, KvList, Message, MessageMask, MessageType as M, RegisterMode,
    Value,
};

use crate::rig::{FIRST, Rig, SECOND, world};

fn ask(kind: M, dn: &str) -> Message {
    Message::new(kind).with(A::THIS_DN, dn)
}

/// What a client has been sent, without the stamps.
fn told(rig: &mut Rig) -> String {
    let line = |mut event: Message| {
        let stamp = [A::TIME_IN_SECS, A::TIME_IN_USECS, A::EVENT_SEQUENCE_NUMBER, A::CALL_UUID];
        event.attributes.retain(|attribute| !stamp.contains(&attribute.id));
        format!("{}\n", event.one_line())
    };
    rig.take(FIRST).into_iter().map(line).collect()
}

fn connected() -> Rig {
    let mut rig = Rig::new(Config::default());
    rig.connect(FIRST);
    rig.connect(SECOND);
    rig.take(FIRST);
    rig.take(SECOND);
    rig
}

/// A call from 2001 to 2002, answered; its ConnID.
fn talk(rig: &mut Rig) -> u64 {
    rig.request(FIRST, &ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, "2002"));
    let conn = rig.take(FIRST).iter().find_map(|event| event.conn_id(A::CONN_ID)).unwrap();
    rig.request(FIRST, &ask(M::REQUEST_ANSWER_CALL, "2002").with(A::CONN_ID, conn));
    conn
}

#[test]
fn queries() {
    let mut rig = connected();
    rig.register(FIRST, "2001");
    rig.register(FIRST, "2002");
    let conn = talk(&mut rig);
    rig.arrive(None, "8500", Vec::new());
    rig.take(FIRST);
    rig.request(FIRST, &ask(M::REQUEST_QUERY_CALL, "2001").with(A::CONN_ID, conn));
    rig.request(FIRST, &Message::new(M::REQUEST_QUERY_SWITCH));
    rig.request(FIRST, &Message::new(M::REQUEST_QUERY_LOCATION));
    let local = ask(M::REQUEST_GET_ACCESS_NUMBER, "2001");
    let local = local.with(A::CONN_ID, conn).with(A::OTHER_DN, "8500");
    rig.request(FIRST, &local);
    rig.request(FIRST, &local.with(A::LOCATION, "Elsewhere"));
    let private = Message::new(M::REQUEST_PRIVATE_SERVICE).with(A::PRIVATE_EVENT, 1);
    rig.request(FIRST, &private);
    insta::assert_snapshot!(told(&mut rig));
}

#[test]
fn a_mask_lets_through_what_it_names() {
    let mut rig = connected();
    rig.request(FIRST, &Message::new(M::REQUEST_REGISTER_ALL));
    let mask: MessageMask = [M::EVENT_RINGING].into_iter().collect();
    let mask = Value::from(mask);
    rig.request(FIRST, &Message::new(M::REQUEST_SET_INPUT_MASK).with(A::INPUT_MASK, mask));
    rig.request(FIRST, &ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, "2002"));
    rig.request(FIRST, &Message::new(M::REQUEST_UNREGISTER_ALL));
    rig.request(FIRST, &ask(M::REQUEST_MAKE_CALL, "2003").with(A::OTHER_DN, "2004"));
    insta::assert_snapshot!(told(&mut rig));
}

#[test]
fn nobody_else_reserves_a_reserved_agent() {
    let mut rig = connected();
    let reserve = |span: i32| ask(M::REQUEST_RESERVE_AGENT, "2001").with(A::TIMEOUT, span);
    rig.request(SECOND, &reserve(5_000));
    rig.request(FIRST, &reserve(5_000));
    rig.wait(std::time::Duration::from_secs(6));
    rig.request(FIRST, &reserve(5_000));
    let once = KvList::new().with("reject-subsequent-request", "1");
    rig.request(FIRST, &reserve(5_000).with(A::EXTENSIONS, once));
    rig.request(FIRST, &Message::new(M::REQUEST_RESERVE_AGENT).with(A::TIMEOUT, 1));
    insta::assert_snapshot!(told(&mut rig));
}

#[test]
fn who_only_watches_a_routing_point_answers_no_route_requests() {
    let mut rig = connected();
    let watch =
        ask(M::REQUEST_REGISTER_ADDRESS, "8500").with(A::REGISTER_MODE, RegisterMode::Monitor);
    rig.request(FIRST, &watch);
    rig.register(FIRST, "8100");
    rig.take(FIRST);
    rig.arrive(None, "8500", Vec::new());
    insta::assert_snapshot!(told(&mut rig));
}

#[test]
fn call_based_events_tell_everything_of_every_call() {
    let mut rig = connected();
    rig.register(FIRST, "2001");
    rig.register(FIRST, "2002");
    let conn = talk(&mut rig);
    rig.take(FIRST);
    for dn in ["2001", "2002"] {
        rig.request(FIRST, &ask(M::REQUEST_UNREGISTER_ADDRESS, dn));
        rig.register(SECOND, dn);
    }
    rig.take(FIRST);
    let mut story = String::new();
    let mut step = |rig: &mut Rig, title: &str, request: &Message| {
        let link = if request.kind == M::REQUEST_START_CALL_MONITORING { FIRST } else { SECOND };
        rig.request(link, request);
        story.extend([title, "\n", &told(rig)]);
    };
    step(&mut rig, "follow", &Message::new(M::REQUEST_START_CALL_MONITORING));
    let data = ask(M::REQUEST_UPDATE_USER_DATA, "2001").with(A::CONN_ID, conn);
    step(&mut rig, "data", &data.with(A::USER_DATA, KvList::new().with("k", "v")));
    let consult = ask(M::REQUEST_INITIATE_TRANSFER, "2002").with(A::CONN_ID, conn);
    step(&mut rig, "consult", &consult.with(A::OTHER_DN, "2003"));
    let second = rig.tserver.conn_id_of(switch_sim::id::CallId(2)).unwrap().0;
    let complete = ask(M::REQUEST_COMPLETE_TRANSFER, "2002").with(A::CONN_ID, conn);
    step(&mut rig, "transfer", &complete.with(A::TRANSFER_CONN_ID, second));
    step(&mut rig, "hang up", &ask(M::REQUEST_RELEASE_CALL, "2001").with(A::CONN_ID, conn));
    insta::assert_snapshot!(story);
}

#[test]
fn an_agent_who_stays_for_a_call_is_not_forced_out() {
    let personality = Personality::default().with("logout_while_on_call", "at_call_end").unwrap();
    let config = Config { second_login: SecondLogin::ForcesOut, ..Config::default() };
    let mut rig = Rig::in_world(&World { personality, ..world() }, config);
    rig.connect(FIRST);
    rig.register(FIRST, "2001");
    let login = |agent: &str| {
        let login = ask(M::REQUEST_AGENT_LOGIN, "2001").with(A::AGENT_ID, agent);
        login.with(A::THIS_QUEUE, "8100").with(A::WORK_MODE, AgentWorkMode::AutoIn)
    };
    rig.request(FIRST, &login("7001"));
    rig.arrive(None, "8005", Vec::new());
    rig.take(FIRST);
    rig.request(FIRST, &login("7009"));
    insta::assert_snapshot!(told(&mut rig));
}
