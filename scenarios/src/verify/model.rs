//! The models of the theory, by the names that files of truth use.

/// What kind of queue a row is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// Calls that find all circuits of a trunk group taken are lost (Erlang B).
    Loss { service: Law },
    /// Calls wait for an agent, without end or in so many places, and as long as their patience
    /// lasts (Erlang C, M/M/c/K, Erlang A, M/G/1 …).
    Delay { service: Law, patience: Law },
    /// So many callers, whose calls are lost when all circuits are taken (Engset).
    Engset { sources: u32 },
    /// So many callers, whose calls wait.
    FiniteSources { sources: u32 },
    /// Several classes of calls, the first one served first; the rate of each one.
    Priority { rates: Vec<f64> },
}

/// The shape of a distribution; its mean is a column of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Always the mean.
    Deterministic,
    /// Memoryless.
    Exponential,
    /// So many equal exponential phases.
    Erlang(u32),
    /// Lognormal, with a squared coefficient of variation.
    Lognormal(f64),
    /// Hyperexponential with balanced means and a squared coefficient of variation.
    Hyperexponential(f64),
    /// Weibull with a shape.
    Weibull(f64),
    /// Uniform from zero to twice the mean.
    Uniform,
}

impl Model {
    /// The model of a name.
    ///
    /// # Errors
    /// The name is unknown; says which ones are known.
    pub fn read(name: &str, places: Option<u32>) -> Result<Self, String> {
        let exponential = Law::Exponential;
        let delay = |service, patience| Ok(Self::Delay { service, patience });
        let bare = name.split_once('(').map_or(name, |(name, _)| name);
        if let Some(sources) = bare.strip_prefix("engset_sources=") {
            return Ok(Self::Engset { sources: count(name, sources)? });
        }
        if let Some(sources) = bare.strip_prefix("mmc_finite_sources=") {
            return Ok(Self::FiniteSources { sources: count(name, sources)? });
        }
        if let Some(rates) = bare.strip_prefix("mmc_priority[") {
            return priority(name, rates);
        }
        for prefix in ["mmc_patience_", "mmck_patience_", "mm1_patience_"] {
            if let Some(law) = bare.strip_prefix(prefix) {
                return delay(exponential, law_of(name, law)?);
            }
        }
        for prefix in ["mg1_", "mgc_", "mg1k_", "mgck_"] {
            if let Some(law) = bare.strip_prefix(prefix) {
                return delay(law_of(name, law)?, exponential);
            }
        }
        if let Some(law) = bare.strip_prefix("erlang_b_").and_then(|l| l.strip_suffix("_service")) {
            return Ok(Self::Loss { service: law_of(name, law)? });
        }
        match bare {
            "erlang_b" | "mmcc" => Ok(Self::Loss { service: exponential }),
            "mmck" if places == Some(0) => delay(exponential, exponential),
            "erlang_c" | "mmck" | "erlang_a" | "mmck_abandon" | "mm1" | "mmc" | "mm1k" => {
                delay(exponential, exponential)
            }
            "md1" | "mdc" | "md1k" | "mdck" => delay(Law::Deterministic, exponential),
            _ => Err(unknown(name)),
        }
    }
}

impl Law {
    /// The squared coefficient of variation.
    pub fn variation(self) -> f64 {
        match self {
            Self::Deterministic => 0.0,
            Self::Exponential => 1.0,
            Self::Erlang(k) => 1.0 / f64::from(k),
            Self::Lognormal(cv2) | Self::Hyperexponential(cv2) => cv2,
            Self::Weibull(shape) => {
                let moment = |n: f64| libm::tgamma(1.0 + n / shape);
                moment(2.0) / (moment(1.0) * moment(1.0)) - 1.0
            }
            Self::Uniform => 1.0 / 3.0,
        }
    }

    /// The distribution with this shape and a mean in milliseconds, as world files write it.
    pub fn toml(self, mean: u64) -> String {
        match self {
            Self::Deterministic => format!("\"{mean}ms\""),
            Self::Exponential => format!("{{ exponential = \"{mean}ms\" }}"),
            Self::Erlang(k) => format!("{{ erlang = \"{mean}ms\", k = {k} }}"),
            Self::Lognormal(cv2) => format!("{{ lognormal = \"{mean}ms\", cv2 = {cv2} }}"),
            Self::Hyperexponential(cv2) => {
                format!("{{ hyperexponential = \"{mean}ms\", cv2 = {cv2} }}")
            }
            Self::Weibull(shape) => format!("{{ weibull = \"{mean}ms\", shape = {shape} }}"),
            Self::Uniform => format!("{{ uniform = [\"0ms\", \"{}ms\"] }}", 2 * mean),
        }
    }
}

fn law_of(name: &str, law: &str) -> Result<Law, String> {
    if let Some(shape) = law.strip_prefix("weibull") {
        let shape = ["_k=", "_shape=", ""].iter().find_map(|prefix| shape.strip_prefix(prefix));
        let shape: Option<f64> = shape.and_then(|shape| shape.parse().ok());
        let shape = shape.filter(|shape| (0.1..=100.0).contains(shape));
        return shape
            .map(Law::Weibull)
            .ok_or_else(|| format!("`{name}`: write weibull_k=X with a shape from 0.1 to 100"));
    }
    let (shape, cv2) = match law.split_once("_cv2=") {
        Some((shape, cv2)) => {
            let cv2: Option<f64> = cv2.parse().ok().filter(|cv2| *cv2 >= 0.0 && *cv2 <= 1_000.0);
            (shape, cv2.ok_or_else(|| format!("`{name}`: `cv2` is a number from 0 to 1000"))?)
        }
        None => (law, 1.0),
    };
    match shape {
        "det" | "deterministic" => Ok(Law::Deterministic),
        "exp" | "exponential" => Ok(Law::Exponential),
        "lognormal" => Ok(Law::Lognormal(cv2)),
        "hyperexponential" | "hyperexp" => Ok(Law::Hyperexponential(cv2.max(1.0))),
        "uniform" => Ok(Law::Uniform),
        _ => {
            let phases = shape.strip_prefix("erlang").map(|k| k.strip_prefix("_k=").unwrap_or(k));
            let phases = phases.and_then(|k| k.parse().ok());
            phases.filter(|k| (1..=100).contains(k)).map(Law::Erlang).ok_or_else(|| unknown(name))
        }
    }
}

fn priority(name: &str, rates: &str) -> Result<Model, String> {
    let rates = rates.strip_suffix(']').ok_or_else(|| unknown(name))?;
    let rates: Option<Vec<f64>> = rates
        .split('|')
        .map(|rate| rate.trim().parse().ok().filter(|rate: &f64| *rate > 0.0))
        .collect();
    let rates = rates.ok_or_else(|| format!("`{name}`: the rates are numbers above zero"))?;
    if rates.len() > switch_sim::queue::Priority::COUNT {
        let most = switch_sim::queue::Priority::COUNT;
        return Err(format!("`{name}` has {} classes; the switch has {most}", rates.len()));
    }
    Ok(Model::Priority { rates })
}

fn count(name: &str, text: &str) -> Result<u32, String> {
    let count = text.parse().ok().filter(|count| (1..=100_000).contains(count));
    count.ok_or_else(|| format!("`{name}`: the sources are a number from 1 to 100000"))
}

fn unknown(name: &str) -> String {
    format!(
        "the model `{name}` is unknown; known are erlang_b, erlang_b_LAW_service, erlang_c, \
         mmck, erlang_a, mmck_abandon, mmc_patience_LAW, mmck_patience_LAW, engset_sources=N, \
         mmc_finite_sources=N, mmc_priority[R|R…], mm1, md1, mdc, mg1_LAW, mgc_LAW; a LAW is \
         deterministic, exponential, erlangK, lognormal_cv2=X, hyperexponential_cv2=X, weibull_k=X \
         or uniform"
    )
}
