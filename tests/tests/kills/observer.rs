//! A second client of the T-Server, which sees what is truly dialled.

use std::{
    collections::BTreeMap,
    io::{ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use tserver_wire::{
    AttributeId as A, Decoder, KvValue, Message, MessageType as M, PROTOCOL_VERSION, RegisterMode,
};

/// The calls that were dialled under each mark, by their ids.
pub(crate) type Dialled = BTreeMap<String, Vec<String>>;

/// The key of the data that marks a call.
pub(crate) const MARK: &str = "MARK";

/// The client, on a thread of its own.
pub(crate) struct Observer {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Dialled>,
}

impl Observer {
    /// Registers the devices and begins to watch.
    pub(crate) fn start(switch: SocketAddr, devices: &[&str]) -> Self {
        let mut stream = TcpStream::connect(switch).expect("the T-Server listens");
        stream.set_read_timeout(Some(Duration::from_millis(100))).expect("a bound can be set");
        let hello = Message::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, "observer");
        send(&mut stream, &hello);
        for (reference, dn) in (1..).zip(devices) {
            let request = Message::new(M::REQUEST_REGISTER_ADDRESS)
                .with(A::THIS_DN, *dn)
                .with(A::REGISTER_MODE, RegisterMode::Share)
                .with(A::REFERENCE_ID, reference);
            send(&mut stream, &request);
        }
        let over = Arc::new(AtomicBool::new(false));
        let watched = Arc::clone(&over);
        Self { over, thread: thread::spawn(move || watch(stream, &watched)) }
    }

    /// Everything that was dialled.
    pub(crate) fn dialled(self) -> Dialled {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().expect("the observer watches to the end")
    }
}

/// Watches until it is over and nothing more comes.
fn watch(mut stream: TcpStream, over: &AtomicBool) -> Dialled {
    let (mut decoder, mut dialled, mut bytes) = (Decoder::new(), Dialled::new(), [0; 16_384]);
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => panic!("the T-Server closed the link of the observer"),
            Ok(count) => decoder.feed(bytes.get(..count).unwrap_or_default()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                if over.load(Ordering::Relaxed) {
                    return dialled;
                }
            }
            Err(error) => panic!("the link of the observer: {error}"),
        }
        while let Some(message) = decoder.next().expect("the T-Server speaks T-Link") {
            if message.kind == M::LINK_POLL {
                send(&mut stream, &Message::new(M::LINK_POLL_ACK));
            }
            if message.kind == M::EVENT_DIALING {
                note(&message, &mut dialled);
            }
        }
    }
}

fn note(dialing: &Message, dialled: &mut Dialled) {
    let mark = dialing.list(A::USER_DATA).and_then(|data| data.get(MARK)).and_then(KvValue::as_str);
    let call = dialing.conn_id(A::CONN_ID).expect("a call has an id");
    let mark = mark.expect("every call is marked").to_owned();
    dialled.entry(mark).or_default().push(format!("{call:016x}"));
}

fn send(stream: &mut TcpStream, message: &Message) {
    let mut bytes = Vec::new();
    message.encode(&mut bytes).expect("the message is complete");
    stream.write_all(&bytes).expect("the T-Server reads");
}
