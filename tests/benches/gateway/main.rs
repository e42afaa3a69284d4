//! The whole gateway, as a process, against a bare hyper in the same run: `cargo bench -p tests`.
//!
//! What absolute times say depends on the machine and its other work; ratios of one run last. So
//! each measurement alternates between the gateway and an echo that does nothing but HTTP, and the
//! median of the ratios counts. The T-Server is one that answers at once, in the process of the
//! bench, as are the clients: their CPU is not the gateway's.
//!
//! Names of measurements as arguments run those alone: `cargo bench -p tests -- latency`.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench: clocks, and a word")]

mod client;
mod cost;
mod echo;
mod latency;
mod peer;
mod server;
mod waking;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if arguments.first().is_some_and(|word| word == server::ECHO) {
        return runtime.block_on(echo::run());
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|word| word == name);
    runtime.block_on(async {
        if wanted("cost") {
            cost::measure().await?;
        }
        if wanted("waking") {
            waking::measure().await?;
        }
        if wanted("latency") {
            latency::measure().await?;
        }
        anyhow::Ok(())
    })
}

/// The value in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
