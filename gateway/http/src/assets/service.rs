//! What a client may want to know before it begins: the requests there are, who may frame it, and
//! how it is asked who it is.

use std::fmt::Write as _;

use gateway_core::request::{Field, Rule, rows};

use crate::config::HttpConfig;

/// The description as JSON, from the table of requests.
pub(super) fn describe(config: &HttpConfig) -> String {
    let mut json = String::from("{\"protocol\":1,\"requests\":{");
    for (index, row) in rows().iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let fields: Vec<String> = row.fields.iter().map(field).collect();
        let about_call = matches!(row.rule, Rule::Call(_));
        let name = row.name;
        let written = write!(
            json,
            "{comma}{name:?}:{{\"call\":{about_call},\"fields\":{{{}}}}}",
            fields.join(",")
        );
        debug_assert!(written.is_ok(), "a string takes everything");
    }
    // Origins are visible ASCII without quotes, so that Rust's notation of them is also JSON's.
    let (origins, proofs) = (&config.allowed_origins, proofs(config));
    let written = write!(json, "}},\"origins\":{origins:?},\"proofs\":{proofs:?}}}");
    debug_assert!(written.is_ok(), "a string takes everything");
    json
}

/// What users can prove themselves by; nothing: nobody is asked.
fn proofs(config: &HttpConfig) -> Vec<&'static str> {
    let HttpConfig { auth, tls, .. } = config;
    let certificate = tls.as_ref().is_some_and(|tls| tls.client_ca.is_some());
    let all = [
        ("password", auth.users.is_some()),
        ("token", auth.jwt_key.is_some() || auth.jwks.is_some()),
        ("certificate", certificate),
    ];
    all.into_iter().filter_map(|(proof, known)| known.then_some(proof)).collect()
}

fn field(field: &Field) -> String {
    let Field { name, required, repeated, .. } = field;
    format!("{name:?}:{{\"required\":{required},\"repeated\":{repeated}}}")
}
