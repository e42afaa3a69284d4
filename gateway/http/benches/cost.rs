//! CPU per request of the HTTP face against a raw hyper echo, in the same run: `cargo bench -p gateway-http`.
//!
//! Each server has a thread and a runtime of its own, whose CPU time the kernel counts; the client's
//! does not count. Rounds alternate, and the median of their ratios is what is printed.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench: threads, and a word"
)]

use std::{convert::Infallible, fs, net::SocketAddr, sync::Arc, sync::mpsc, thread};

use bytes::Bytes;
use gateway_core::reply::{Answer, Reply};
use gateway_http::{HttpConfig, Metrics, Security, Service, channel, serve};
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    runtime::Builder,
};
use tokio_util::sync::CancellationToken;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let echo = cost(|listener| Box::pin(echo(listener)))?;
        let face = cost(|listener| Box::pin(face(listener)))?;
        println!("echo {echo:.2} µs, face {face:.2} µs a request: {:.2}", face / echo);
        ratios.push(face / echo);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median {:.2}", ratios.get(ROUNDS / 2).copied().unwrap_or_default());
    Ok(())
}

type Serving = std::pin::Pin<Box<dyn Future<Output = ()>>>;

/// Microseconds of the server's CPU per request.
fn cost(server: fn(TcpListener) -> Serving) -> Result<f64, Box<dyn std::error::Error>> {
    let (address, addresses) = mpsc::channel();
    let (spent, spans) = mpsc::channel();
    let end = CancellationToken::new();
    let ended = end.clone();
    let thread = thread::spawn(move || {
        let Ok(runtime) = Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            let Ok(listener) = TcpListener::bind("127.0.0.1:0").await else { return };
            drop(listener.local_addr().map(|bound| address.send(bound)));
            ended.run_until_cancelled(server(listener)).await;
        });
        let _sent = spent.send(cpu_nanoseconds());
    });
    let address = addresses.recv()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(clients(address));
    end.cancel();
    let nanoseconds = spans.recv()?.unwrap_or_default();
    drop(thread.join());
    Ok(nanoseconds / 1000.0 / f64::from(CONNECTIONS * REQUESTS))
}

/// As many clients as connections, each with one request after the other.
async fn clients(address: SocketAddr) {
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        all.spawn(async move {
            let mut stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let length = DOCUMENT.len();
            let request = format!(
                "POST /pts HTTP/1.1\r\nHost: gw\r\nContent-Type: application/xml\r\n\
                 Content-Length: {length}\r\n\r\n{DOCUMENT}"
            );
            let mut answer = [0; 4096];
            for _ in 0..REQUESTS {
                stream.write_all(request.as_bytes()).await?;
                // An answer comes in one piece: it is short.
                if stream.read(&mut answer).await? == 0 {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
            }
            Ok::<_, std::io::Error>(())
        });
    }
    drop(all.join_all().await);
}

async fn echo(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        drop(stream.set_nodelay(true));
        let service = service_fn(|request: Request<Incoming>| async {
            drop(request.into_body().collect().await);
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(&[b'x'; 200]))))
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// The face, with an owner on the same thread that answers at once.
async fn face(listener: TcpListener) {
    let config = HttpConfig::default();
    let (inputs, mut inbox) = channel(1024, 1024);
    let Ok(security) = Security::open(&config) else { return };
    let metrics = Arc::new(Metrics::new());
    let service = Service { inputs, security: Arc::new(security), metrics };
    tokio::spawn(serve(listener, service, CancellationToken::new()));
    while let Some(arrival) = inbox.arrivals.recv().await {
        let reference = arrival.envelope.reference.as_deref().map(Into::into);
        let reply = Reply { request: "SETAGENTSTATE", reference, answer: Answer::Done };
        drop(arrival.answer.send(reply));
    }
}

/// What the kernel has counted for this thread.
fn cpu_nanoseconds() -> Option<f64> {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    counted.split(' ').next()?.parse().ok()
}

const ROUNDS: usize = 7;
const CONNECTIONS: u32 = 64;
const REQUESTS: u32 = 500;
const DOCUMENT: &str = "<SETAGENTSTATE session=\"0123456789abcdef0123456789abcdef\" ref=\"17\">\
                        <state>unavailable</state><reason>lunch with a colleague from the other \
                        building, back in three quarters of an hour</reason></SETAGENTSTATE>";
