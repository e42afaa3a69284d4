//! What a client can ask: one row per operation, and how a request is read.

use percent_encoding::percent_decode_str;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    act::{Act, AgentAct, Breakage, Done, OutsideAct, PlaceCall, Route, TimeAct},
    figures::{Figures, OfAgent, OfQueue, OfTrunk, OfVdn},
    key::PhoneKey,
    limits,
    look::{Look, Page},
    problem::Problem,
    trace, view,
};

/// Something that a client wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// To read something.
    Look(Look),
    /// To do something at the switch.
    Act(Act),
    /// To know how time passes.
    Clock,
    /// To change how time passes.
    Time(TimeAct),
    /// The world file.
    World,
    /// To read the T-Server's log after this line.
    Log { after: u64, limit: usize },
    /// To read what was traced after this number.
    Trace { after: u64, limit: usize },
    /// To be told what happens as it happens, over a `WebSocket`.
    Subscribe,
    /// The document that describes all of this.
    Describe,
}

/// One operation: method, path, and what goes in and comes out.
pub struct Row {
    pub method: &'static str,
    /// Segments in braces are parameters.
    pub path: &'static str,
    /// A name for generated clients.
    pub id: &'static str,
    pub summary: &'static str,
    /// Names of what may stand behind `?`.
    pub query: &'static [&'static str],
    pub body: Option<fn(&mut SchemaGenerator) -> Schema>,
    pub answer: fn(&mut SchemaGenerator) -> Schema,
    read: fn(&Asked<'_>) -> Result<Operation, Problem>,
}

impl Operation {
    /// Reads a request. `path` and `query` as they stand in the request line, still encoded.
    ///
    /// # Errors
    /// There is no such path (404), not with this method (405), or what came with it is wrong (400).
    pub fn read(method: &str, path: &str, query: &str, body: &[u8]) -> Result<Self, Problem> {
        let of_path = || ROWS.iter().filter_map(|row| Some((row, parameters(row.path, path)?)));
        let Some((row, parameters)) = of_path().find(|(row, _)| row.method == method) else {
            let methods: Vec<_> = of_path().map(|(row, _)| row.method).collect();
            return Err(if methods.is_empty() {
                Problem::not_found(format!("there is no {path}; /openapi.json lists what there is"))
            } else {
                let allowed = methods.join(", ");
                Problem::new(405, "MethodNotAllowed", format!("{path} takes {allowed}"))
            });
        };
        let unknown = pairs(query).map(|(key, _)| key).find(|key| !row.query.contains(key));
        if let Some(key) = unknown {
            let known = if row.query.is_empty() { "nothing" } else { &row.query.join(", ") };
            return Err(Problem::malformed(format!("`{key}` is none of: {known}")));
        }
        (row.read)(&Asked { parameters, query, body })
    }
}

/// A request whose row is found.
struct Asked<'a> {
    parameters: Vec<String>,
    query: &'a str,
    body: &'a [u8],
}

impl Asked<'_> {
    fn parameter(&self) -> String {
        self.parameters.first().cloned().unwrap_or_default()
    }

    /// The body, which must be JSON of the operation's own form.
    fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            return Err(Problem::malformed("the body is a list, not an object"));
        }
        let mut reader = serde_json::Deserializer::from_slice(self.body);
        let value = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
        value.map_err(|error| Problem::malformed(format!("the body: {error}")))
    }

    fn page(&self) -> Result<Page, Problem> {
        let number = |name| self.number(name);
        let limit = number("limit")?
            .map_or(limits::PAGE, |limit| usize::try_from(limit).unwrap_or(limits::PAGE));
        let skip = usize::try_from(number("skip")?.unwrap_or(0)).unwrap_or(usize::MAX);
        Ok(Page { skip, limit: limit.min(limits::PAGE) })
    }

    /// A number behind `?`.
    fn number(&self, name: &str) -> Result<Option<u64>, Problem> {
        let mut found = None;
        for (key, value) in pairs(self.query).filter(|(key, _)| *key == name) {
            let number = value.parse::<u64>();
            let wrong = |_| Problem::malformed(format!("`{key}={value}` is not a number"));
            found = Some(number.map_err(wrong)?);
        }
        Ok(found)
    }
}

/// The keys and values behind `?`.
fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The parameters of a path that fits a template.
fn parameters(template: &str, path: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut segments = path.split('/');
    for wanted in template.split('/') {
        let segment = segments.next()?;
        if wanted.starts_with('{') {
            let decoded = percent_decode_str(segment).decode_utf8().ok()?;
            found.push(decoded.into_owned());
        } else if wanted != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(found)
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

const fn get(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    answer: fn(&mut SchemaGenerator) -> Schema,
    read: fn(&Asked<'_>) -> Result<Operation, Problem>,
) -> Row {
    Row { method: "GET", path, id, summary, query: &[], body: None, answer, read }
}

const fn list(row: Row) -> Row {
    Row { query: &["skip", "limit"], ..row }
}

/// An operation that does something; what it is answered is [`Done`] unless the row says otherwise.
const fn post(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    body: fn(&mut SchemaGenerator) -> Schema,
    read: fn(&Asked<'_>) -> Result<Operation, Problem>,
) -> Row {
    let (body, answer) = (Some(body), schema::<Done> as fn(&mut SchemaGenerator) -> Schema);
    Row { method: "POST", path, id, summary, query: &[], body, answer, read }
}

fn looks(look: Look) -> Result<Operation, Problem> {
    Ok(Operation::Look(look))
}

fn acts(act: Act) -> Result<Operation, Problem> {
    Ok(Operation::Act(act))
}

/// The table.
pub const ROWS: &[Row] = &[
    get(
        "/v1",
        "site",
        "How the site stands: time, link, how much of everything",
        schema::<view::Site>,
        |_| looks(Look::Site),
    ),
    list(get("/v1/calls", "calls", "The calls that are up", schema::<Vec<view::Call>>, |asked| {
        looks(Look::Calls(asked.page()?))
    })),
    post(
        "/v1/calls",
        "place_call",
        "Place a call, from outside or from a telephone",
        schema::<PlaceCall>,
        |asked| acts(Act::Place(asked.body()?)),
    ),
    get(
        "/v1/calls/{call}",
        "call",
        "One call: its parties, its data, its place in a vector",
        schema::<view::Call>,
        |asked| looks(Look::Call(asked.parameter())),
    ),
    post(
        "/v1/calls/{call}/outside",
        "press_outside",
        "What a person outside in a call does",
        schema::<OutsideAct>,
        |asked| acts(Act::Outside { call: asked.parameter(), act: asked.body()? }),
    ),
    post(
        "/v1/calls/{call}/route",
        "route_call",
        "Say where a call goes that waits at a routing point",
        schema::<Route>,
        |asked| acts(Act::Route { call: asked.parameter(), route: asked.body()? }),
    ),
    list(get(
        "/v1/devices",
        "devices",
        "Telephones, queues and routing points",
        schema::<Vec<view::Device>>,
        |asked| looks(Look::Devices(asked.page()?)),
    )),
    get("/v1/devices/{number}", "device", "One of them", schema::<view::Device>, |asked| {
        looks(Look::Device(asked.parameter()))
    }),
    post(
        "/v1/devices/{number}/keys",
        "press_key",
        "Press a key of a telephone",
        schema::<PhoneKey>,
        |asked| acts(Act::Press { number: asked.parameter(), key: asked.body()? }),
    ),
    post(
        "/v1/devices/{number}/agent",
        "agent_act",
        "What the agent at a telephone does",
        schema::<AgentAct>,
        |asked| acts(Act::Agent { number: asked.parameter(), act: asked.body()? }),
    ),
    list(get(
        "/v1/agents",
        "agents",
        "The agents who are logged on",
        schema::<Vec<view::Agent>>,
        |asked| looks(Look::Agents(asked.page()?)),
    )),
    list(get(
        "/v1/queues",
        "queues",
        "The queues: who waits, who serves, and what was counted",
        schema::<Vec<view::Queue>>,
        |asked| looks(Look::Queues(asked.page()?)),
    )),
    get("/v1/queues/{number}", "queue", "One of them", schema::<view::Queue>, |asked| {
        looks(Look::Queue(asked.parameter()))
    }),
    get(
        "/v1/trunks",
        "trunks",
        "The trunk groups, and what was counted",
        schema::<Vec<view::Trunk>>,
        |_| looks(Look::Trunks),
    ),
    list(get(
        "/v1/statistics/queues",
        "queue_statistics",
        "What was counted for each queue: since the start, in this interval, in the last",
        schema::<Vec<Figures<OfQueue>>>,
        |asked| looks(Look::QueueFigures(asked.page()?)),
    )),
    list(get(
        "/v1/statistics/agents",
        "agent_statistics",
        "The same for the agents at each telephone",
        schema::<Vec<Figures<OfAgent>>>,
        |asked| looks(Look::AgentFigures(asked.page()?)),
    )),
    list(get(
        "/v1/statistics/trunks",
        "trunk_statistics",
        "The same for each trunk group",
        schema::<Vec<Figures<OfTrunk>>>,
        |asked| looks(Look::TrunkFigures(asked.page()?)),
    )),
    list(get(
        "/v1/statistics/vdns",
        "vdn_statistics",
        "The same for each number that leads to a vector",
        schema::<Vec<Figures<OfVdn>>>,
        |asked| looks(Look::VdnFigures(asked.page()?)),
    )),
    list(get(
        "/v1/vectors",
        "vectors",
        "The call vectors and the calls in them",
        schema::<Vec<view::Vector>>,
        |asked| looks(Look::Vectors(asked.page()?)),
    )),
    list(get(
        "/v1/vector-events",
        "vector_events",
        "What went otherwise than a step of a vector meant, by event and step",
        schema::<Vec<view::VectorEvent>>,
        |asked| looks(Look::VectorEvents(asked.page()?)),
    )),
    get(
        "/v1/clients",
        "clients",
        "The clients of the T-Server",
        schema::<Vec<view::Client>>,
        |_| looks(Look::Clients),
    ),
    get(
        "/v1/clients/{link}",
        "client",
        "One of them, and the numbers that it has registered",
        schema::<view::Registrations>,
        |asked| {
            let name = asked.parameter();
            let link = name.parse().map_err(|_| {
                Problem::malformed(format!("`{name}` is no client: they have numbers, from 1"))
            })?;
            looks(Look::Client(link))
        },
    ),
    get("/v1/world", "world", "The world file of the site", schema::<view::WorldFile>, |_| {
        Ok(Operation::World)
    }),
    get(
        "/v1/faults",
        "faults",
        "What can break, with its parameters, and what is broken",
        schema::<view::Faults>,
        |_| looks(Look::Faults),
    ),
    post(
        "/v1/faults",
        "break",
        "Let something break, for a time or until it is restored",
        schema::<Breakage>,
        |asked| {
            let breakage = asked.body::<Breakage>()?;
            breakage.fault()?;
            acts(Act::Break(breakage))
        },
    ),
    get("/v1/time", "time", "How time passes", schema::<view::Time>, |_| Ok(Operation::Clock)),
    Row {
        answer: schema::<view::Time>,
        ..post(
            "/v1/time",
            "set_time",
            "Pause, run, go faster, go on by a step",
            schema::<TimeAct>,
            |asked| {
                let act: TimeAct = asked.body()?;
                act.check()?;
                Ok(Operation::Time(act))
            },
        )
    },
    Row {
        query: &["after", "limit"],
        ..get(
            "/v1/trace",
            "trace",
            "What has happened: messages and reports, by number",
            schema::<Vec<trace::Record>>,
            |asked| {
                let (after, page) = (asked.number("after")?.unwrap_or(0), asked.page()?);
                Ok(Operation::Trace { after, limit: page.limit })
            },
        )
    },
    Row {
        query: &["after", "limit"],
        ..get(
            "/v1/log",
            "log",
            "The T-Server's log, line by line, in the text format of such servers",
            schema::<Vec<view::LogLine>>,
            |asked| {
                let (after, page) = (asked.number("after")?.unwrap_or(0), asked.page()?);
                Ok(Operation::Log { after, limit: page.limit })
            },
        )
    },
    get(
        "/v1/trace/live",
        "subscribe",
        "What happens as it happens: a WebSocket, one record in each message",
        schema::<trace::Record>,
        |_| Ok(Operation::Subscribe),
    ),
    get("/openapi.json", "describe", "This document", schema::<Value>, |_| Ok(Operation::Describe)),
];
