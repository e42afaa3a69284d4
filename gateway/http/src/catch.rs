//! A handler that panics costs one answer, not the connection's neighbours.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use crate::{fault::Fault, response::Response};

/// The handler's answer, or 500 if it panics.
pub(crate) fn answer_or_500(
    handler: impl Future<Output = Response>,
) -> impl Future<Output = Response> {
    AssertUnwindSafe(handler).catch_unwind().map(|answer| {
        answer.unwrap_or_else(|panic| {
            let reason = panic
                .downcast_ref::<&'static str>()
                .copied()
                .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            tracing::error!(reason, "a request handler panicked");
            Fault::Failed.response()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row 20 of the table of faults: one panic, one 500.
    #[tokio::test]
    async fn row_20_a_panicking_handler_answers_500() {
        let response = answer_or_500(async { panic!("on purpose") }).await;
        assert_eq!(response.status(), 500);
    }
}
