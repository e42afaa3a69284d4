//! The way from the connections to the one owner of the gateway, and back.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use gateway_core::{
    reply::{Reply, RequestToken},
    request::Envelope,
};
use tokio::sync::{mpsc, oneshot, watch};

/// Makes both ends of the way in: `queue` requests may wait for the owner, `connections` may wait
/// for their replies.
pub fn channel(queue: usize, connections: usize) -> (Inputs, Inbox) {
    let (arrivals, inbox_arrivals) = mpsc::channel(queue);
    let (departures, inbox_departures) = mpsc::channel(connections);
    let (readiness_sender, readiness) = watch::channel(Readiness::Starting);
    let inputs = Inputs { arrivals, departures, readiness, next_token: AtomicU64::new(1) };
    let inbox = Inbox {
        arrivals: inbox_arrivals,
        departures: inbox_departures,
        readiness: readiness_sender,
    };
    (inputs, inbox)
}

/// The connections' end of the way in.
#[derive(Debug)]
pub struct Inputs {
    arrivals: mpsc::Sender<Arrival>,
    departures: mpsc::Sender<RequestToken>,
    readiness: watch::Receiver<Readiness>,
    next_token: AtomicU64,
}

impl Inputs {
    /// Hands a request to the owner.
    pub(crate) fn ask(
        &self,
        principal: Option<Arc<str>>,
        envelope: Envelope,
    ) -> Result<Waiting, Unanswered> {
        let Ok(departure) = self.departures.clone().try_reserve_owned() else {
            return Err(Unanswered::Busy);
        };
        let token = RequestToken(self.next_token.fetch_add(1, Ordering::Relaxed));
        let (answer, reply) = oneshot::channel();
        match self.arrivals.try_send(Arrival { token, principal, envelope, answer }) {
            Ok(()) => Ok(Waiting { token, reply, departure: Some(departure) }),
            Err(mpsc::error::TrySendError::Full(_)) => Err(Unanswered::Busy),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(Unanswered::Dropped),
        }
    }

    /// Waits until the owner says that no client has events to fetch any more, or has gone.
    pub(crate) fn drained(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut readiness = self.readiness.clone();
        async move {
            let _gone = readiness.wait_for(|stage| *stage == Readiness::Drained).await;
        }
    }

    /// How the owner says the gateway stands.
    pub(crate) fn readiness(&self) -> Readiness {
        *self.readiness.borrow()
    }
}

/// The owner's end of the way in.
#[derive(Debug)]
pub struct Inbox {
    /// Requests, in the order of their arrival.
    pub arrivals: mpsc::Receiver<Arrival>,
    /// Requests whose clients went away before the reply.
    pub departures: mpsc::Receiver<RequestToken>,
    /// What `/readyz` says.
    pub readiness: watch::Sender<Readiness>,
}

/// A request that has come in.
#[derive(Debug)]
pub struct Arrival {
    pub token: RequestToken,
    /// Who sent it; none: nobody is asked.
    pub principal: Option<Arc<str>>,
    pub envelope: Envelope,
    /// Where its reply goes. Closed: the client has gone already, and nobody waits for it.
    /// Dropped without a reply: the client is told to come again.
    pub answer: oneshot::Sender<Reply>,
}

/// Whether the gateway can serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// The link has not been up yet.
    Starting,
    Ready,
    LinkDown,
    /// The gateway is about to stop; clients fetch the events that they do not know of.
    Draining,
    /// The gateway is about to stop, and no client has events to fetch.
    Drained,
}

/// Why a request got no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// As many requests wait as may.
    Busy,
    /// The owner let it go.
    Dropped,
}

/// A request that waits for its reply; dropped before, it tells the owner.
#[derive(Debug)]
pub(crate) struct Waiting {
    token: RequestToken,
    reply: oneshot::Receiver<Reply>,
    /// Room for the departure, kept from the start, so that telling never fails.
    departure: Option<mpsc::OwnedPermit<RequestToken>>,
}

impl Waiting {
    /// Waits for the reply, which comes once.
    pub(crate) async fn reply(&mut self) -> Result<Reply, Unanswered> {
        let reply = (&mut self.reply).await;
        self.departure = None;
        reply.map_err(|_dropped| Unanswered::Dropped)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(departure) = self.departure.take() {
            // First closed, then told: an owner that meets the departure before the request finds
            // the request closed.
            self.reply.close();
            departure.send(self.token);
        }
    }
}
