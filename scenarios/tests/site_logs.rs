//! Logs come home: the log of every shipped scenario becomes a scenario that leaves the same log, and a
//! log that differs is told to differ, with what explains it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use scenario_lang::{
    source::Spanned,
    step::{Fault, Lens, Step},
};
use scenarios::{
    compare::{KNOWN, Rehearsal, compare},
    conversation::Conversation,
    import::import,
    play,
    suite::{self, Story},
};
use switch_sim::world::World;
use tserver_log::Log;
use tserver_wire::AttributeId as A;

/// The messages of the import are those of the original, in the same order, calls by the order in
/// which they begin. What breaks is in no log but for a cut: stories of other faults are left out.
#[test]
fn the_log_of_a_scenario_becomes_the_same_golden() {
    let mut wrong = Vec::new();
    let mut otherwise = 0;
    for story in stories().into_iter().filter(|story| !story.scenario.steps.iter().any(breaks)) {
        let name = name(&story);
        let expected = EXCEPTIONS.iter().find(|(case, _)| *case == name);
        let outcome = there_and_back(&story);
        match (outcome, expected) {
            (Ok(()), None) => {}
            (Err(_), Some(_)) => otherwise += 1,
            (Ok(()), Some((case, _))) => wrong.push(format!("{case} comes back: no exception")),
            (Err(why), None) => wrong.push(format!("{name}: {why}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(otherwise, EXCEPTIONS.len(), "an exception names no case");
}

/// The run of a scenario does not differ from its own log.
#[test]
fn a_run_is_like_its_own_log() {
    for story in stories() {
        let run = rehearse(&story);
        let comparison = compare(&run.conversation, &run);
        assert!(comparison.is_same(), "{}:\n{}", name(&story), comparison.print(&run));
        assert_eq!(comparison.alike, comparison.of_log, "{}", name(&story));
    }
}

/// Logs as sites write them: what of each is left out, the world and the scenario that it becomes, and
/// how it differs from their run.
#[test]
fn logs_of_sites_come_home_as_their_goldens_say() {
    insta::glob!("logs/*.log", |path| {
        insta::with_settings!({
            snapshot_path => "logs",
            prepend_module_to_snapshot => false,
            snapshot_suffix => "",
            omit_expression => true,
        }, {
            let name = path.file_stem().expect("a sample has a name").to_string_lossy();
            insta::assert_snapshot!(name.as_ref(), home(path));
        });
    });
}

fn home(path: &Path) -> String {
    let log = Log::read(&fs::read(path).expect("the sample is there"));
    let log = Conversation::of(&log);
    let mut out: Vec<String> = log.complaints.iter().map(ToString::to_string).collect();
    let imported = import(&log, "Out of a log", "site").expect("it has messages");
    let left_out = imported.left_out.iter().chain(&imported.data_left_out);
    out.extend(left_out.map(|left_out| format!("! {left_out}")));
    out.push(imported.world_file.clone());
    let text = scenario_lang::print(&imported.scenario);
    let (scenario, mistakes) = scenario_lang::parse(&text);
    assert!(mistakes.is_empty(), "{mistakes:?}\n{text}");
    let run = Rehearsal::play_with(&scenario, &text, &imported.world, log.watched());
    let run = run.expect("the world is sound");
    out.extend([text, compare(&log, &run).print(&run)]);
    out.extend(run.failure.iter().map(|failure| format!("it fails: {failure}")));
    out.join("\n")
}

/// The end of a run's own log is like the run, as far as it goes.
#[test]
fn a_run_is_like_the_end_of_its_own_log() {
    let (mut messages, mut different) = (0, 0);
    for story in stories() {
        let mut below = numbers(&name(&story));
        let run = rehearse(&story);
        let mut logged = play::logged(&story.scenario, &story.world, 1).expect("plays");
        let whole: Vec<&str> = logged.log().split_inclusive('\n').collect();
        let rest: String = whole.iter().skip(below(whole.len())).copied().collect();
        let log = Conversation::of(&Log::read(rest.as_bytes()));
        let comparison = compare(&log, &run);
        if comparison.of_log > 0 {
            messages += comparison.of_log;
            different += comparison.differences.len();
        }
    }
    assert!(different * 20 < messages, "{different} differences in {messages} messages");
}

/// Whoever follows an explanation finds the keys that it names, and what they can be.
#[test]
fn explanations_name_keys_of_a_world() {
    let unknown = |section: &str, key: &str| {
        let section = match section {
            inline @ ("people" | "outside") => format!("{inline}.somebody"),
            section => section.to_owned(),
        };
        let line = if key.contains(" = ") { key.to_owned() } else { format!("{key} = {{}}") };
        let mistakes = World::parse(&format!("[{section}]\n{line}")).err()?.to_string();
        mistakes.contains(": unknown ").then_some(mistakes)
    };
    let mut wrong = Vec::new();
    for known in KNOWN.iter().filter(|known| !known.set.starts_with("nowhere: ")) {
        for place in known.set.split("; ") {
            let place = place.strip_prefix('[').and_then(|place| place.split_once("] "));
            let (section, keys) = place.expect("a section, then keys");
            wrong.extend(keys.split(", ").filter_map(|key| unknown(section, key)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        unknown("people", "ring_limits").is_some() && unknown("personality", "x = 1").is_some()
    );
    assert!(unknown("tserver", "consult_user_data = \"copied\"").is_some());
}

#[test]
fn differences_are_told_by_step_and_explained() {
    let story =
        stories().into_iter().find(|story| name(story) == "transfer/consult_then_conference");
    let story = story.expect("the case is there");
    let run = rehearse(&story);
    let log = play::logged(&story.scenario, &story.world, 1).expect("it plays").log().to_owned();
    insta::assert_snapshot!("compare_site", compare(&site(&log), &run).print(&run));
}

/// What a site's log might look like beside ours: other numbers, other identifiers, release before
/// after-call work, a consultation without the caller's data, one event lost, an attribute of the site's own.
fn site(log: &str) -> Conversation {
    let mut text = log.replace("'2001'", "'6101'").replace("'2002'", "'6102'");
    text = text.replace("006c", "00aa").replace(
        "\tAttributeCallState\t0\n",
        "\tAttributeCallState\t0\n\tAttributeSiteNote\t'x'\n",
    );
    let mut entries: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    let is = |entry: &String, words: &[&str]| words.iter().all(|word| entry.contains(word));
    let work = entries
        .iter()
        .position(|entry| is(entry, &["message EventAgentNotReady", "3 (AfterCallWork)"]));
    if let Some(work) = work {
        entries.swap(work, work + 1);
    }
    entries.retain(|entry| !is(entry, &["message EventHeld", "'6101'"]));
    let consults = entries
        .iter_mut()
        .filter(|entry| is(entry, &["message EventRinging", "AttributeCallType\t4"]));
    for entry in consults {
        let kept = entry
            .lines()
            .filter(|line| !line.contains("AttributeUserData") && !line.starts_with("\t\t"));
        *entry = kept.collect::<Vec<_>>().join("\n");
    }
    Conversation::of(&Log::read(entries.join("\n\n").as_bytes()))
}

fn there_and_back(story: &Story) -> Result<(), String> {
    let mut run = play::logged(&story.scenario, &story.world, story.world.seed)?;
    let log = Log::read(run.log().as_bytes());
    let conversation = Conversation::of(&log);
    let imported = import(&conversation, "back again", "site")?;
    if let Some(left_out) = imported.left_out.first() {
        return Err(format!("left out: {left_out}\n{}", scenario_lang::print(&imported.scenario)));
    }
    let text = scenario_lang::print(&imported.scenario);
    let (read, mistakes) = scenario_lang::parse(&text);
    if !mistakes.is_empty() {
        return Err(format!("not a scenario: {mistakes:?}\n{text}"));
    }
    let again = play::run(&read, &imported.world, imported.world.seed, None)?;
    if let Some(failure) = again.failure {
        return Err(format!("{}\n{text}", failure.message));
    }
    let (first, second) = (golden(&run), golden(&again));
    match first.iter().zip(&second).find(|(first, second)| first != second) {
        Some((first, second)) => Err(format!("- {first}\n+ {second}\n{text}")),
        None if first.len() != second.len() => {
            Err(format!("{} lines instead of {}\n{text}", second.len(), first.len()))
        }
        None => Ok(()),
    }
}

/// Whether something breaks in a step that leaves no trace in a log.
fn breaks(step: &Spanned<Step>) -> bool {
    let cut = |fault: &Fault| ["cut", "restore"].contains(&fault.name.value.as_str());
    match &step.value {
        Step::Fault(fault) => !cut(fault) || fault.what.value != "link",
        Step::Request(_)
        | Step::Event(_)
        | Step::Check(_)
        | Step::Wait(_)
        | Step::Quiet(_)
        | Step::Together(_)
        | Step::AnyOrder(_)
        | Step::Never { .. }
        | Step::Repeat { .. } => step.value.inner().iter().any(breaks),
    }
}

/// The golden through the lens `tlib`, calls named in the order in which they are mentioned. How long a
/// link that was cut could not have been used is in no log.
fn golden(run: &play::Run) -> Vec<String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let view = run.view(Lens::Tlib);
    view.lines()
        .filter(|line| !line.contains(" link   ! ") || line.contains(" ! cut"))
        .filter(|line| !line.ends_with(" ! cut ends"))
        .map(|line| {
            let line = line
                .split_once(" ! cut for ")
                .map_or_else(|| line.to_owned(), |(link, _)| format!("{link} ! cut"));
            let words = line.split(' ').map(|word| match word.split_once("ConnID=") {
                Some((kind, name)) => {
                    let number = names.len() + 1;
                    let name = names.entry(name.to_owned()).or_insert_with(|| format!("#{number}"));
                    format!("{kind}ConnID={name}")
                }
                None => word.to_owned(),
            });
            words.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// Logs that begin and end somewhere, as rotated ones do, come home as well: what they become can be
/// read and plays as it says, and what is left out is told in few words.
#[test]
fn logs_cut_out_of_the_middle_come_home() {
    let (mut messages, mut left_out, mut different) = (0, 0, 0);
    for story in stories() {
        let name = name(&story);
        let mut below = numbers(&name);
        let mut run = play::logged(&story.scenario, &story.world, story.world.seed).expect("plays");
        let (lines, log) = part(run.log(), &mut below);
        let Ok(imported) = import(&log, "A part", "site") else { continue };
        let calls: BTreeSet<_> =
            log.said.iter().filter_map(|said| said.message.conn_id(A::CONN_ID)).collect();
        let words = imported.left_out.len();
        let what = format!("{name}, {lines}");
        assert!(words <= 5 + 3 * calls.len(), "{what}: {:#?}", imported.left_out);
        let text = scenario_lang::print(&imported.scenario);
        let (scenario, mistakes) = scenario_lang::parse(&text);
        assert!(mistakes.is_empty(), "{what}: {mistakes:?}\n{text}");
        let run = Rehearsal::play(&scenario, &text, &imported.world).expect("the world is sound");
        assert_eq!(run.failure, None, "{what}:\n{text}");
        messages += log.said.len();
        left_out += imported.left_out.iter().map(|left_out| left_out.messages).sum::<usize>();
        different += compare(&log, &run).differences.len();
    }
    assert!(left_out * 6 < messages, "{left_out} of {messages} messages are left out");
    assert!(different * 5 < messages, "{different} differences in {messages} messages");
}

/// Numbers below a bound, the same in each run, whatever other stories there are.
fn numbers(name: &str) -> impl FnMut(usize) -> usize + use<> {
    let mut draw = name.bytes().fold(1_u64, |draw, byte| draw.rotate_left(5) ^ u64::from(byte));
    move |limit| {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(draw >> 33).expect("31 bits") % limit
    }
}

/// Some lines out of the middle of a log, and which.
fn part(log: &str, below: &mut impl FnMut(usize) -> usize) -> (String, Conversation) {
    let whole: Vec<&str> = log.split_inclusive('\n').collect();
    let from = below(whole.len());
    let to = from + below(whole.len() - from) + 1;
    let part: String = whole.iter().take(to).skip(from).copied().collect();
    (format!("lines {from} to {to}"), Conversation::of(&Log::read(part.as_bytes())))
}

fn rehearse(story: &Story) -> Rehearsal {
    Rehearsal::play(&story.scenario, &story.text, &story.world).expect("the world is sound")
}

fn stories() -> Vec<Story> {
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases");
    let files = suite::find(&[cases]).expect("the shipped cases are there");
    let load = |path: &PathBuf| suite::load(path, false).map_err(|broken| broken.report);
    let stories = files.iter().map(|path| load(path).expect("a case that can be played"));
    // A story under several personalities has a log of each.
    stories.filter(|story| story.scenario.under.is_empty()).collect()
}

fn name(story: &Story) -> String {
    let path = story.path.with_extension("").display().to_string();
    match path.rsplit_once("cases/") {
        Some((_, name)) => name.to_owned(),
        None => path,
    }
}

/// Cases whose log does not lead back to the same golden, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("call/dtmf", "EventDTMFSent does not say which keys were pressed"),
    ("call/redirect_refused", "nothing shows what the number is to which no call got"),
    ("call/rings_at_a_hunt_group", "which telephones of a group ring at once is in no log"),
    ("conference/caller_without_a_number_leaves", "an import names trunks in its own way"),
    ("device/covered_busy", "whose calls others take is in no event"),
    ("device/covered_unanswered", "whose calls others take is in no event"),
    ("device/parked_too_long", "how long a call may be parked is in no event"),
    ("device/send_all_calls", "whose calls others take is in no event"),
    ("device/forward", "a number whose calls are forwarded seems to lead where they go"),
    ("fault/call_arrives_while_the_link_is_cut", "what happened without a client is in no log"),
    ("fault/conference_falls_to_two", "what happened without a client is in no log"),
    ("fault/from_a_watched_number_to_another", "vectors are in no log"),
    ("fault/glare_on_a_routed_call", "what circuits are made of is in no event"),
    ("fault/link_cut_while_a_call_is_up", "what happened without a client is in no log"),
    ("fault/muted_while_the_link_is_cut", "what happened without a client is in no log"),
    ("fault/only_the_agents_side_is_told", "a query is no line of a desktop"),
    ("fault/queued_three_times_answered_once", "vectors are in no log"),
    (
        "fault/trunks_are_full_during_a_campaign",
        "how many circuits a trunk group has is in no event",
    ),
    ("fault/work_mode_is_pending", "what a switch refuses is in no log"),
    ("monitor/link_loss", "what happened without a client is in no log"),
    ("monitor/modest_switch", "what a switch does not offer is in no log"),
    ("queue/direct_call_is_covered", "whose calls others take is in no event"),
    ("queue/half_an_hour", "a repeated line gives all of its calls one name"),
    ("queue/nobody_of_all_answers", "which telephones of a group ring at once is in no log"),
    ("queue/rings_at_all_agents", "which telephones of a group ring at once is in no log"),
    ("queue/rings_at_one_more_agent", "which telephones of a group ring at once is in no log"),
    ("queue/sent_on_by_one_of_all", "which telephones of a group ring at once is in no log"),
    ("route/to_the_agent_idle_longest", "nobody has registered the routing point"),
    ("route/transfer_to_a_routing_point", "nobody has registered the routing point"),
    ("statistics/link_cut_while_a_queue_is_registered", "no line registers a queue alone"),
    ("statistics/of_a_queue", "no line registers a queue alone"),
    ("trunk/all_trunks_busy", "which trunk a call took is in no event"),
    ("trunk/glare_moves_the_call_on", "what circuits are made of is in no event"),
    ("vector/a_machine_asks_first", "vectors are in no log"),
    ("vector/announcement_ports", "vectors are in no log"),
    ("vector/blind_transfer_to_a_vector", "vectors are in no log"),
    ("vector/first_of_three_queues", "vectors are in no log"),
    ("vector/gives_up_in_three_queues", "vectors are in no log"),
    ("vector/menu_without_an_answer", "vectors are in no log"),
    ("vector/route_to_with_coverage", "whose calls others take is in no event"),
];
