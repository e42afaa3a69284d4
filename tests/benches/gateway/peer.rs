//! A T-Server that does at once whatever is asked, and tells what it is told to.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    runtime::Builder,
    sync::mpsc,
    time::sleep,
};
use tserver_wire::{AttributeId as A, Decoder, Message, MessageType as M, PROTOCOL_VERSION};

/// The T-Server, in a thread of its own; it ends with this value.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    orders: mpsc::UnboundedSender<Order>,
}

enum Order {
    Tell(Message),
    /// Loses the switch, and finds it again when every desktop has had the time to ask anew.
    Falter,
}

impl Peer {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (orders, given) = mpsc::unbounded_channel();
        let runtime = Builder::new_current_thread().enable_all().build()?;
        std::thread::spawn(move || {
            if let Err(error) = runtime.block_on(serve(listener, given)) {
                println!("the T-Server: {error}");
            }
        });
        Ok(Self { address, orders })
    }

    /// Tells the gateway that a telephone has do-not-disturb switched on or off.
    pub(crate) fn tell(&self, dn: usize, on: bool) -> anyhow::Result<()> {
        let kind = if on { M::EVENT_DND_ON } else { M::EVENT_DND_OFF };
        let event = Message::new(kind).with(A::THIS_DN, dn.to_string());
        self.orders.send(Order::Tell(event)).context("the T-Server has ended")
    }

    /// Tells the gateway that the link to the switch is lost, which concerns every session.
    pub(crate) fn falter(&self) -> anyhow::Result<()> {
        self.orders.send(Order::Falter).context("the T-Server has ended")
    }
}

/// Serves one gateway until it goes, or nobody gives orders.
async fn serve(
    listener: std::net::TcpListener,
    mut orders: mpsc::UnboundedReceiver<Order>,
) -> anyhow::Result<()> {
    let (mut stream, _) = TcpListener::from_std(listener)?.accept().await?;
    stream.set_nodelay(true)?;
    let mut decoder = Decoder::new();
    let mut buffer = vec![0; 65_536];
    let mut out = Vec::new();
    loop {
        out.clear();
        tokio::select! {
            order = orders.recv() => match order {
                None => return Ok(()),
                Some(Order::Tell(event)) => event.encode(&mut out)?,
                Some(Order::Falter) => {
                    Message::new(M::EVENT_LINK_DISCONNECTED).encode(&mut out)?;
                    stream.write_all(&out).await?;
                    out.clear();
                    sleep(BACK_AFTER).await;
                    Message::new(M::EVENT_LINK_CONNECTED).encode(&mut out)?;
                }
            },
            count = stream.read(&mut buffer) => {
                let count = count?;
                if count == 0 {
                    return Ok(());
                }
                decoder.feed(buffer.get(..count).unwrap_or_default());
                while let Some(request) = decoder.next()? {
                    for answer in answers(&request) {
                        answer.encode(&mut out)?;
                    }
                }
            }
        }
        stream.write_all(&out).await?;
    }
}

fn answers(request: &Message) -> Vec<Message> {
    let kind = match request.kind {
        M::LINK_HELLO => {
            let ack = Message::new(M::LINK_HELLO_ACK).with(A::PROTOCOL_VERSION, PROTOCOL_VERSION);
            return vec![ack, Message::new(M::EVENT_LINK_CONNECTED)];
        }
        M::LINK_POLL => return vec![Message::new(M::LINK_POLL_ACK)],
        M::REQUEST_REGISTER_ADDRESS => M::EVENT_REGISTERED,
        M::REQUEST_UNREGISTER_ADDRESS => M::EVENT_UNREGISTERED,
        M::REQUEST_QUERY_ADDRESS => M::EVENT_ADDRESS_INFO,
        M::REQUEST_AGENT_LOGIN => M::EVENT_AGENT_LOGIN,
        M::REQUEST_AGENT_READY => M::EVENT_AGENT_READY,
        M::REQUEST_AGENT_NOT_READY => M::EVENT_AGENT_NOT_READY,
        _ => return Vec::new(),
    };
    let of_both = [A::THIS_DN, A::REFERENCE_ID, A::AGENT_ID];
    let attributes = request.attributes.iter().filter(|one| of_both.contains(&one.id));
    vec![Message { kind, attributes: attributes.cloned().collect() }]
}

/// Longer than it takes until the last desktop has been told and has asked anew.
const BACK_AFTER: Duration = Duration::from_secs(5);
