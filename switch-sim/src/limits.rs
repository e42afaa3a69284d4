//! Every bound of the switch.

use std::time::Duration;

/// Calls that are up at once.
pub const CALLS: usize = 100_000;

/// Extensions, queues and circuits together.
pub const DEVICES: usize = 200_000;

/// Calls that one extension may have at once, held ones included.
pub const CALLS_PER_DEVICE: usize = 8;

/// The most that a world may set as `conference_limit`.
pub const PARTIES: usize = 64;

/// The most that a world may set as a queue's `capacity`.
pub const QUEUE_CAPACITY: usize = 100_000;

/// The `capacity` of a queue that sets none.
pub const QUEUE_CAPACITY_DEFAULT: usize = 100;

/// Queues that one agent may be logged on to.
pub const QUEUES_PER_AGENT: usize = 64;

/// Bytes of an agent's name, and of a reason for being not ready.
pub const NAME_BYTES: usize = 255;

/// Bytes of the data that a call brings from its beginning, keys and values together.
pub const CALL_DATA_BYTES: usize = 65_535;

/// Tones that a party remembers to have heard.
pub const DIGITS: usize = 64;

/// Telephones that one call may be forwarded by on its way, one after the other.
pub const FORWARDINGS: usize = 3;

/// The `park_limit` of a world that sets none (Avaya call park timeout interval).
pub const PARK_LIMIT_DEFAULT: Duration = Duration::from_secs(10 * 60);

/// The most that a world may set as `ports` of an announcement board.
pub const ANNOUNCEMENT_PORTS: usize = 10_000;

/// The most that a world may set as `uui_bytes` of a trunk group.
pub const UUI_BYTES: usize = 1_024;

/// Points of a coverage path.
pub const COVERAGE_POINTS: usize = 6;

/// The most that a world may set as `rings` or `point_rings` of a coverage path.
pub const RINGS: u32 = 99;

/// The `rings` and `point_rings` of a coverage path that sets none.
pub const RINGS_DEFAULT: u32 = 2;

/// The time from one ring to the next: two seconds of ringing, four of silence.
pub const RING_CYCLE: Duration = Duration::from_secs(6);

/// Calls that may wait at once for their answers to be classified.
pub const CLASSIFIERS: usize = 10_000;

/// The `classifiers` of a world that sets none.
pub const CLASSIFIERS_DEFAULT: usize = 100;

/// The `no_answer` of a world that sets none: five rings of six seconds.
pub const PREDICTIVE_NO_ANSWER_DEFAULT: Duration = Duration::from_secs(30);

/// Telephones of one parallel hunt group.
pub const HUNT_GROUP: usize = 16;

/// Agents at whom one call of a queue rings at once.
pub const RINGING_AT_ONCE: usize = 64;

/// The `ring_further_after` of a queue that sets none (`FreeSWITCH`: `ring-progressively-delay`).
pub const RING_FURTHER_DEFAULT: Duration = Duration::from_secs(10);

/// Half-hours in a row after whose drawn rates nobody is expected to call any more: 57 years.
pub const HALF_HOURS_WITHOUT_CALLS: usize = 1_000_000;

/// The highest skill number.
pub const SKILLS: u64 = 8_000;

/// Call vectors of a world.
pub const VECTORS: usize = 8_000;

/// The most that a world may set as `step_limit`.
pub const VECTOR_STEPS: u32 = 1_000_000;

/// Bytes of a world file.
pub const WORLD_BYTES: usize = 4 * 1024 * 1024;

/// Mistakes of a world file that are told; the rest is only counted.
pub const WORLD_MISTAKES: usize = 100;

/// Thresholds that a queue may set as `service_levels`.
pub const SERVICE_LEVELS: usize = 8;

/// The `service_levels` of a queue that sets none.
pub const SERVICE_LEVELS_DEFAULT: [Duration; 4] = [
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(20),
    Duration::from_secs(60),
];

/// The `statistics_interval` of a world that sets none.
pub const STATISTICS_INTERVAL_DEFAULT: Duration = Duration::from_secs(30 * 60);

/// People in the `sources` of one traffic.
pub const SOURCES: u32 = 100_000;

/// Half-hours of a `profile`.
pub const HALF_HOURS: usize = 336;

/// The highest `rate` of one traffic.
pub const CALLS_PER_SECOND: f64 = 10_000.0;
