//! One frame with 2,000 agents and 500 calls, in every view; the budget is 16 ms.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::{Terminal, backend::TestBackend};
use switch_sim::world::World;
use tui::{
    app::{App, Site},
    message::Message,
    theme::Theme,
    update::update,
    view::{self, View},
};

fn frames(criterion: &mut Criterion) {
    let mut app = large();
    let mut terminal = Terminal::new(TestBackend::new(200, 60)).expect("a terminal in memory");
    for view in View::ALL {
        app.show(view);
        app.refresh();
        let name = format!("frame/{}", view.title());
        criterion.bench_function(&name, |bencher| {
            bencher.iter(|| {
                terminal.draw(|frame| view::draw(black_box(&app), frame)).expect("it is drawn");
            });
        });
    }
    app.show(View::Overview);
    criterion.bench_function("tick", |bencher| {
        bencher.iter(|| update(&mut app, Message::Tick(std::time::Duration::from_millis(33))));
    });
}

/// A site of 2,000 agents, 500 of them on a call.
fn large() -> App {
    let mut text = String::from(
        "[switch]\nkind = \"emulator\"\nseed = 1\n[trunks.PSTN1]\nchannels = 600\nprefixes = [\"0\"]\n\
         [outside]\ncaller = { number = \"01715550123\" }\n[queues.sales]\ndn = \"8100\"\n[people]\n",
    );
    text.extend((0..2_000).map(|person| {
        let (dn, login) = (20_000 + person, 70_000 + person);
        format!("p{person} = {{ dn = \"{dn}\", login = \"{login}\", queues = [\"sales\"] }}\n")
    }));
    let world = World::parse(&text).expect("the world has no mistakes");
    let site = Site { name: "large".into(), text, seed: 1 };
    let mut app = App::new(&world, site, Theme::new(true)).expect("the world fits");
    app.begin_shift();
    for call in 0..500 {
        app.act(&format!("caller > DIAL {} ani=0171{call:06}", 20_000 + call));
        app.act(&format!("p{call}.phone > ANSWER"));
    }
    assert_eq!(app.scene.own().expect("its own world").rig().switch().calls().count(), 500);
    update(&mut app, Message::Tick(std::time::Duration::from_millis(33)));
    app
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = frames
}
criterion_main!(benches);
