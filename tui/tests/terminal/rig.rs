//! A rig that runs elsewhere: what is seen of it, what it is asked for, and when nothing is asked.

use serde::de::DeserializeOwned;
use switch_sim::{switch::Switch, time::SimTime, world::World};
use tserver_sim_control::{
    Look, Page, act, look,
    trace::{Record, What},
    view,
};
use tserver_sim_core::{Config, Host, LinkId, fault::FaultInjector};
use tserver_wire::{AttributeId as A, Message as Sent, MessageType as M, PROTOCOL_VERSION};
use tui::{
    app::App,
    attach::{Picture, Rig, Told, Wanted},
    message::{Effect, Message},
    theme::Theme,
    update::update,
};

use crate::{
    driver::{ACME, Driver},
    screens::{self, VECTORS},
};

/// A switch and its T-Server, and the terminal that looks at them from afar.
pub(crate) struct Elsewhere {
    switch: Switch,
    tserver: FaultInjector,
    happened: Vec<Record>,
    number: u64,
    pub(crate) driver: Driver,
}

impl Elsewhere {
    fn start(acting: bool) -> Self {
        Self::in_world(ACME, acting)
    }

    /// A rig in the world of this text.
    pub(crate) fn in_world(text: &str, acting: bool) -> Self {
        let world = World::parse(text).expect("the world has no mistakes");
        let switch = Switch::new(&world).expect("the world fits");
        let tserver = FaultInjector::new(Config::default(), world.tserver.standby, 1, &switch);
        let file = view::WorldFile { text: text.to_owned(), seed: 1 };
        let rig = Rig::new("127.0.0.1:7002", &file, acting).expect("the world has no mistakes");
        let site = tui::app::Site { name: "rig".into(), text: file.text, seed: 1 };
        let driver = Driver { app: App::attached(rig, site, Theme::new(true)) };
        let mut elsewhere = Self { switch, tserver, happened: Vec::new(), number: 0, driver };
        elsewhere.tell();
        elsewhere
    }

    /// A gateway connects and registers the telephones.
    fn gateway_comes(&mut self) -> &mut Self {
        self.tserver.handle_opened(Host::First, GATEWAY);
        self.note(What::Connected { link: GATEWAY.0 });
        let hello = Sent::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, "gateway");
        self.transmit(&hello);
        for (reference, dn) in (1..).zip(["2001", "2002", "2003"]) {
            let register = Sent::new(M::REQUEST_REGISTER_ADDRESS).with(A::THIS_DN, dn);
            self.transmit(&register.with(A::REFERENCE_ID, reference));
        }
        self.tell();
        self
    }

    fn transmit(&mut self, request: &Sent) {
        let mut bytes = Vec::new();
        request.encode(&mut bytes).expect("it can be written");
        self.note(What::request(GATEWAY, request));
        self.tserver.handle_bytes(&mut self.switch, GATEWAY, &bytes);
        self.pump();
    }

    /// Presses keys; the rig does what it is asked for, and tells.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        self.driver.press(keys);
        for effect in std::mem::take(&mut self.driver.app.effects) {
            let Effect::Ask { line, wanted } = effect else { panic!("{effect:?}") };
            let Wanted::Act(wanted) = wanted else { panic!("{wanted:?}") };
            let done = act(&mut self.switch, &mut self.tserver, &wanted);
            let outcome = done.map(|done| done.call.unwrap_or_default()).map_err(|p| p.detail);
            self.pump();
            update(&mut self.driver.app, Message::Answered { line, outcome });
        }
        self.tell();
        self
    }

    pub(crate) fn wait(&mut self, seconds: u64) -> &mut Self {
        self.switch.advance(SimTime(self.switch.now().0 + seconds * 1000));
        self.pump();
        self.tell();
        self
    }

    fn pump(&mut self) {
        while let Some(event) = self.switch.poll_event() {
            let what = What::report(&self.switch, &event);
            self.note(what);
            self.tserver.handle_switch_event(&self.switch, &event);
        }
        while let Some(output) = self.tserver.poll_output() {
            self.note(What::output(&output));
        }
    }

    fn note(&mut self, what: What) {
        self.number += 1;
        self.happened.push(Record { number: self.number, at_ms: self.switch.now().0, what });
    }

    fn tell(&mut self) {
        let site: view::Site = self.look(&Look::Site);
        let picture = Picture {
            link_up: site.link_up,
            devices: self.look(&Look::Devices(ALL)),
            calls: self.look(&Look::Calls(ALL)),
            queues: self.look(&Look::Queues(ALL)),
            vectors: self.look(&Look::Vectors(ALL)),
            trunks: self.look(&Look::Trunks),
            clients: self.look(&Look::Clients),
        };
        let time = view::Time { now_ms: site.now_ms, paused: false, speed: 1.0 };
        let happened = std::mem::take(&mut self.happened);
        let told = Told { time, happened, picture: Some(picture) };
        update(&mut self.driver.app, Message::Heard(Ok(Box::new(told))));
    }

    fn look<T: DeserializeOwned>(&self, wanted: &Look) -> T {
        let value = look(&self.switch, &self.tserver, wanted).expect("it is there");
        serde_json::from_value(value).expect("it is what it was written from")
    }

    fn said(&self) -> &str {
        &self.driver.app.status.text
    }
}

/// One call talks while its agent consults, another one waits.
fn busy() -> Elsewhere {
    let mut rig = Elsewhere::start(true);
    rig.gateway_comes().press("S").wait(3);
    rig.press("n<enter>").wait(2).press("a").wait(65).press("t<enter>").wait(1);
    rig.press(":caller2 > DIAL 8006<enter>").wait(4);
    rig.press(":customer > DIAL 8005<enter>").wait(12);
    rig
}

#[test]
fn every_view_of_a_rig() {
    let mut rig = busy();
    for (key, name) in [
        ("1", "overview"),
        ("2", "agents"),
        ("2", "devices"),
        ("3", "queues"),
        ("4", "trunks"),
        ("5", "calls"),
        ("6", "clients"),
        ("7", "trace"),
        ("8", "ladder"),
        ("9", "statistics"),
        ("0", "story"),
    ] {
        rig.press(key);
        screens::check(&format!("rig_{name}"), &rig.driver);
    }
}

/// One caller hears music at a step of a vector, one an announcement, one is asked for digits.
#[test]
fn calls_at_the_steps_of_a_rigs_vectors() {
    let mut rig = Elsewhere::in_world(VECTORS, true);
    rig.press("2g1");
    rig.press(":caller > DIAL 8005<enter>").wait(10);
    rig.press(":caller2 > DIAL 8005<enter>").wait(3);
    rig.press(":customer > DIAL 8007<enter>").wait(1);
    rig.press("33<down><down><down><down><down><down>");
    screens::check("rig_vectors", &rig.driver);
    rig.press("3");
    screens::check("rig_vector_queues", &rig.driver);
}

/// What a rig is asked for in forms.
#[test]
fn what_is_open_in_front_of_a_rig() {
    let mut rig = busy();
    for (keys, name) in [
        ("n", "form_call"),
        ("<esc>F", "form_fault"),
        ("<esc>2y", "form_press"),
        ("<esc>1?hand", "help"),
        ("<esc>5x", "question"),
    ] {
        rig.press(keys);
        screens::check(&format!("rig_{name}"), &rig.driver);
    }
}

#[test]
fn a_call_is_brought_to_an_agent_and_handed_over() {
    let mut rig = Elsewhere::start(false);
    rig.press("S").press("n<enter>");
    assert_eq!(
        rig.said(),
        "caller > DIAL 8005 trunk=PSTN1 -> ok c1",
        "{}",
        rig.driver.screen(80, 24)
    );
    rig.press("a");
    assert_eq!(rig.said(), r#"POST /v1/devices/2001/keys {"call":"c1","key":"answer"} -> ok c1"#);
    rig.press("o").press("o").press("t<enter>").press("<down>a").press("<up>t");
    let parties: Vec<&str> = rig
        .switch
        .calls()
        .flat_map(|call| &call.parties)
        .map(|p| rig.switch.device(p.device).number.as_str())
        .collect();
    assert_eq!(parties, ["PSTN1_1", "2002"]);
    rig.press("<down>x").press("y");
    assert_eq!(rig.switch.calls().count(), 0);
    rig.press("L");
    assert!(!rig.tserver.tserver().switch_link());
    rig.press("a");
    assert_eq!(rig.said(), "answer is not possible now");
}

#[test]
fn a_rig_with_a_gateway_is_only_watched_until_told_otherwise() {
    let mut rig = Elsewhere::start(false);
    rig.press("S").gateway_comes().press("n");
    assert!(rig.said().contains("A (or --act) acts"), "{}", rig.said());
    rig.press(":caller > DIAL 8005<enter>").press("a").press("L").press("p");
    assert_eq!(rig.switch.calls().count(), 0);
    insta::assert_snapshot!("rig_watched_80x24", rig.driver.screen(80, 24));
    rig.press("A").press("y").press("n<enter>");
    assert_eq!(rig.switch.calls().count(), 1);
    rig.press("A").press("a");
    assert!(rig.said().contains("only watched"), "{}", rig.said());
}

#[test]
fn what_only_an_own_world_has_is_refused_by_a_letter() {
    let mut rig = Elsewhere::start(true);
    for key in ["w", "O", "N", "R", "T", "d"] {
        rig.press(key);
        assert!(rig.said().starts_with("not at a rig"), "{key}: {}", rig.said());
    }
    rig.press(":alice > CTICLIENTINITIALIZE<enter>");
    assert!(rig.said().contains("a rig has telephones, and no desktops"), "{}", rig.said());
    rig.press(":quiet 5s<enter>");
    assert!(rig.said().contains("a rig is told acts, one at a time"), "{}", rig.said());
}

#[test]
fn a_rig_that_is_away_is_said_to_be() {
    let mut rig = busy();
    let away = || Message::Heard(Err("the rig at http://127.0.0.1:7002 does not answer".into()));
    update(&mut rig.driver.app, away());
    assert!(rig.said().contains("does not answer"));
    insta::assert_snapshot!("rig_away_80x24", rig.driver.screen(80, 24));
    rig.driver.app.say("something else");
    update(&mut rig.driver.app, away());
    assert_eq!(rig.said(), "something else");
    rig.tell();
    assert_eq!(rig.said(), "the rig answers again");
}

#[test]
fn a_rig_that_was_started_anew_is_seen_from_its_beginning() {
    let mut rig = busy();
    let app = std::mem::replace(&mut rig.driver.app, Elsewhere::start(true).driver.app);
    let mut anew = Elsewhere::start(true);
    anew.driver.app = app;
    anew.wait(1);
    assert_eq!(anew.driver.app.scene.messages(), 0);
    assert_eq!(anew.driver.app.scene.call_ids(), []);
    assert_eq!(anew.driver.app.scene.now(), SimTime(1000));
}

const GATEWAY: LinkId = LinkId(1);
const ALL: Page = Page { skip: 0, limit: usize::MAX };
