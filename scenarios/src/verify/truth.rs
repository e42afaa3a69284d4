//! Rows of truth out of a CSV file, and the models that they are about.

use crate::verify::{metric::Metric, model::Model};

/// The rows of a file, those of one model together.
#[derive(Debug, Default)]
pub struct Truth {
    /// Each model with its rows, in the order of the file.
    pub cases: Vec<Case>,
    /// Why rows cannot be checked, one letter each.
    pub letters: Vec<String>,
}

/// One model and what is known about it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The model with its numbers, e.g. `erlang_a 0.8/s 60s c=50 patience=120s`.
    pub name: String,
    /// What kind of queue it is.
    pub model: Model,
    /// Calls a second; of a model with sources, of one of them without a call.
    pub rate: f64,
    /// The mean service time, in seconds.
    pub service: f64,
    /// Agents, or circuits of a group that loses calls.
    pub servers: u32,
    /// How long callers wait on average, in seconds; none: for ever.
    pub patience: Option<f64>,
    /// Places to wait in; none: without end.
    pub places: Option<u32>,
    /// The quantities.
    pub rows: Vec<Row>,
}

/// One quantity.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line in the file, from 1.
    pub line: usize,
    /// The name of the quantity in the file.
    pub name: String,
    /// What it is.
    pub metric: Metric,
    /// The exact value.
    pub exact: f64,
}

impl Truth {
    /// Reads a file with the columns `model`, `lambda_per_s`, `mean_service_s`, `servers`,
    /// `patience_mean_s`, `queue_limit`, `metric` and `value`, in any order; others are passed
    /// over.
    ///
    /// # Errors
    /// The header lacks one of them.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let header = lines.next().map(|(_, line)| fields(line)).unwrap_or_default();
        let mut columns = [0; COLUMNS.len()];
        for (column, name) in columns.iter_mut().zip(COLUMNS) {
            let place = header.iter().position(|field| field.trim() == name);
            *column = place.ok_or_else(|| {
                let all = COLUMNS.join(", ");
                format!("the header has no column `{name}`; a file of truth needs {all}")
            })?;
        }
        let mut truth = Self::default();
        for (line, text) in lines {
            let fields = fields(text);
            let texts = columns.map(|column| fields.get(column).map_or("", |field| field.trim()));
            match row(line, texts) {
                Ok((case, row)) => truth.add(case, row),
                Err(letter) => truth.letters.push(format!("line {line}: {letter}")),
            }
        }
        Ok(truth)
    }

    /// Keeps only what is called so, in whole or in part: a model or a quantity.
    pub fn select(&mut self, name: &str) {
        for case in &mut self.cases {
            if !case.name.contains(name) {
                case.rows.retain(|row| row.name == name);
            }
        }
        self.cases.retain(|case| !case.rows.is_empty());
    }

    fn add(&mut self, case: Case, row: Row) {
        match self.cases.iter_mut().find(|other| other.name == case.name) {
            Some(known) => known.rows.push(row),
            None => self.cases.push(Case { rows: vec![row], ..case }),
        }
    }
}

impl Case {
    /// The traffic per server if every call were served; of a closed model, none.
    pub fn load(&self) -> Option<f64> {
        match self.model {
            Model::Engset { .. } | Model::FiniteSources { .. } => None,
            Model::Loss { .. } | Model::Delay { .. } | Model::Priority { .. } => {
                Some(self.rate * self.service / f64::from(self.servers))
            }
        }
    }

    /// Whether nothing but service ends a wait, and every call waits.
    pub fn is_pure_delay(&self) -> bool {
        let waits = matches!(self.model, Model::Delay { .. } | Model::Priority { .. });
        waits && self.patience.is_none() && self.places.is_none()
    }

    /// Whether the model is so near saturation that only a long run says anything.
    pub fn is_near_saturation(&self) -> bool {
        self.is_pure_delay() && self.load().is_some_and(|load| load > 0.93)
    }
}

fn row(line: usize, texts: [&str; COLUMNS.len()]) -> Result<(Case, Row), String> {
    let [model, rate, service, servers, patience, places, metric, exact] = texts;
    let rate = positive("lambda_per_s", rate)?;
    let service = positive("mean_service_s", service)?;
    let servers = whole("servers", servers)?;
    let patience =
        if patience.is_empty() { None } else { Some(positive("patience_mean_s", patience)?) };
    let places = if places.is_empty() { None } else { Some(whole("queue_limit", places)?) };
    let exact: f64 = exact.parse().map_err(|_| format!("`value` is a number, not `{exact}`"))?;
    let kind = Model::read(model, places)?;
    let metric_of = Metric::read(metric)?;
    let patient = patience.map_or_else(String::new, |mean| format!(" patience={mean}s"));
    let placed = places.filter(|&places| places > 0);
    let placed = placed.map_or_else(String::new, |places| format!(" places={places}"));
    let name = format!("{model} {rate}/s {service}s c={servers}{patient}{placed}");
    let case = Case { name, model: kind, rate, service, servers, patience, places, rows: vec![] };
    if servers == 0 || servers > MOST_SERVERS {
        return Err(format!("`servers` is 1 to {MOST_SERVERS}, not {servers}"));
    }
    if case.is_pure_delay() && case.load().is_some_and(|load| load >= 1.0) {
        return Err("more calls come than can be served, and nobody gives up: the queue grows \
                    for ever, there is nothing to compare"
            .to_owned());
    }
    let row = Row { line, name: metric.to_owned(), metric: metric_of, exact };
    Ok((case, row))
}

fn positive(column: &str, text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| format!("`{column}` is a number above zero, not `{text}`"))
}

fn whole(column: &str, text: &str) -> Result<u32, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.fract() == 0.0);
    let number = number.and_then(|number| format!("{number:.0}").parse().ok());
    number.ok_or_else(|| format!("`{column}` is a whole number, not `{text}`"))
}

/// The fields of a line; a field in quotes may have commas.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => {
                if let Some(field) = fields.last_mut() {
                    field.push(c);
                }
            }
        }
    }
    fields
}

const COLUMNS: [&str; 8] = [
    "model",
    "lambda_per_s",
    "mean_service_s",
    "servers",
    "patience_mean_s",
    "queue_limit",
    "metric",
    "value",
];

const MOST_SERVERS: u32 = 20_000;
