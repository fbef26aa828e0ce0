//! Connections over real sockets: how long one may stand still, and how many there may be.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::common::Server;
use frontdesk_server::serve::{Connections, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const HEAD: Duration = Duration::from_millis(400);
const IDLE: Duration = Duration::from_millis(1_200);

fn limits() -> Connections {
    Connections { in_all: 100, per_address: 100, head_time: HEAD, idle_time: IDLE }
}

async fn start(limits: Connections) -> (Server, SocketAddr, JoinHandle<()>) {
    let server = Server::demo().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let stopping = server.app.stopping.subscribe();
    let serving = tokio::spawn(serve(listener, server.router.clone(), limits, stopping));
    (server, at, serving)
}

const HEALTH: &str = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

/// Sends, and reads until the end of an answer.
async fn ask(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    loop {
        let mut bytes = [0; 4_096];
        let count = stream.read(&mut bytes).await.unwrap_or(0);
        answer.extend(&bytes[..count]);
        let text = String::from_utf8_lossy(&answer);
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            length.is_some_and(|length| body.len() >= length.parse().unwrap())
        });
        if whole || count == 0 {
            return text.into_owned();
        }
    }
}

/// How long it takes until the other side closes.
async fn closed_after(stream: &mut TcpStream) -> Duration {
    let begun = Instant::now();
    let mut bytes = [0; 4_096];
    let end = async { while stream.read(&mut bytes).await.is_ok_and(|count| count > 0) {} };
    tokio::time::timeout(Duration::from_secs(20), end).await.expect("it is closed some time");
    begun.elapsed()
}

#[tokio::test]
async fn a_head_that_does_not_come_to_an_end_is_not_waited_for() {
    let (_server, at, _serving) = start(limits()).await;
    let late = HEAD + Duration::from_millis(600);
    let mut silent = TcpStream::connect(at).await.unwrap();
    let took = closed_after(&mut silent).await;
    assert!(took >= HEAD / 2 && took < late, "silent: {took:?}");
    // A byte now and then does not make it longer, neither at first nor after an answer.
    for first in ["", HEALTH] {
        let mut slow = TcpStream::connect(at).await.unwrap();
        if !first.is_empty() {
            assert!(ask(&mut slow, first).await.starts_with("HTTP/1.1 200"));
        }
        let begun = Instant::now();
        for byte in HEALTH.bytes() {
            if slow.write_all(&[byte]).await.is_err() || begun.elapsed() > 3 * late {
                break;
            }
            let mut bytes = [0; 16];
            let wait = tokio::time::timeout(Duration::from_millis(60), slow.read(&mut bytes)).await;
            if matches!(wait, Ok(Ok(0) | Err(_))) {
                break;
            }
        }
        let took = begun.elapsed();
        assert!(took >= HEAD / 2 && took < late + Duration::from_millis(200), "slow: {took:?}");
    }
}

#[tokio::test]
async fn a_connection_on_which_nothing_is_asked_is_closed_later() {
    let (_server, at, _serving) = start(limits()).await;
    let mut stream = TcpStream::connect(at).await.unwrap();
    // Longer than a head may take, several times.
    for _ in 0..3 {
        assert!(ask(&mut stream, HEALTH).await.starts_with("HTTP/1.1 200"));
        tokio::time::sleep(HEAD + HEAD / 2).await;
    }
    assert!(ask(&mut stream, HEALTH).await.starts_with("HTTP/1.1 200"));
    let took = closed_after(&mut stream).await;
    assert!(took >= IDLE / 2 && took < IDLE + Duration::from_millis(800), "{took:?}");
}

#[tokio::test]
async fn a_stream_outlives_what_is_idle_and_ends_when_the_server_stops() {
    let (server, at, serving) = start(limits()).await;
    let mut stream = TcpStream::connect(at).await.unwrap();
    let request = format!(
        "GET /v1/management/waiting-room/q-abc123/events HTTP/1.1\r\nHost: x\r\nX-API-Key: {}\r\n\r\n",
        server.key
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut heard = String::new();
    let mut listen = async |stream: &mut TcpStream, word: &str| {
        let mut bytes = [0; 4_096];
        while !heard.contains(word) {
            let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut bytes));
            let count = read.await.expect("there is something to tell").unwrap();
            assert!(count > 0, "the stream has ended: {heard}");
            heard.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    };
    listen(&mut stream, "\"position\":2").await;
    tokio::time::sleep(2 * IDLE).await;
    server.delete("/v1/management/waiting-room/q-abc122").await.is(200);
    listen(&mut stream, "\"position\":1").await;
    // Whoever is idle is let go at once, and who is answered is answered.
    let mut idle = TcpStream::connect(at).await.unwrap();
    assert!(ask(&mut idle, HEALTH).await.starts_with("HTTP/1.1 200"));
    server.app.stopping.send_replace(true);
    assert!(closed_after(&mut idle).await < IDLE / 2);
    closed_after(&mut stream).await;
    tokio::time::timeout(Duration::from_secs(10), serving).await.expect("nobody is left").unwrap();
    assert!(TcpStream::connect(at).await.is_err());
}

#[tokio::test]
async fn one_address_fills_its_own_places_and_no_others() {
    let narrow = Connections { in_all: 5, per_address: 3, head_time: Duration::from_secs(30), ..limits() };
    let (_server, at, _serving) = start(narrow).await;
    let from = async |address: [u8; 4]| {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((address, 0))).unwrap();
        socket.connect(at).await.unwrap()
    };
    let mut inside = Vec::new();
    for _ in 0..3 {
        let mut stream = from([127, 0, 0, 1]).await;
        assert!(ask(&mut stream, HEALTH).await.starts_with("HTTP/1.1 200"));
        inside.push(stream);
    }
    let refused = async |address| {
        let mut stream = from(address).await;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap_or(0);
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("Retry-After"), "{answer}");
    };
    refused([127, 0, 0, 1]).await;
    // Others get in, until all places are taken.
    for _ in 0..2 {
        let mut stream = from([127, 0, 0, 2]).await;
        assert!(ask(&mut stream, HEALTH).await.starts_with("HTTP/1.1 200"));
        inside.push(stream);
    }
    refused([127, 0, 0, 3]).await;
    // Who leaves makes room.
    drop(inside.remove(0));
    for _ in 0..100 {
        let mut stream = from([127, 0, 0, 3]).await;
        if ask(&mut stream, HEALTH).await.starts_with("HTTP/1.1 200") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the place stays taken");
}

#[tokio::test]
async fn the_host_is_named_once() {
    let (_server, at, _serving) = start(limits()).await;
    for (head, status) in [
        ("GET /health HTTP/1.1\r\nHost: x\r\n", 200),
        ("GET /health HTTP/1.1\r\nHost: [::1]:8080\r\n", 200),
        ("GET /health HTTP/1.1\r\nHost:\r\n", 200),
        ("GET http://x/health HTTP/1.1\r\nHost: x\r\n", 200),
        ("GET /health HTTP/1.1\r\n", 400),
        ("GET /health HTTP/1.1\r\nHost: x\r\nHost: x\r\n", 400),
        ("GET /health HTTP/1.1\r\nHost: x\r\nhost: y\r\n", 400),
        ("GET /health HTTP/1.1\r\nHost: x, y\r\n", 400),
        ("GET /health HTTP/1.1\r\nHost: a b\r\n", 400),
        ("GET /health HTTP/1.0\r\n", 200),
    ] {
        let mut stream = TcpStream::connect(at).await.unwrap();
        let answer = ask(&mut stream, &format!("{head}\r\n")).await;
        assert!(answer.contains(&format!(" {status} ")), "{head}: {answer}");
        assert!(status == 200 || answer.contains("{\"error\":"), "{head}: {answer}");
    }
}

#[cfg(unix)]
#[test]
fn as_many_files_as_may_be_are_asked_for() {
    let files = frontdesk_server::serve::raise_files().unwrap();
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    assert_eq!(limit.current, Some(files));
    assert!(limit.maximum.is_none_or(|maximum| files == maximum.min(65_536) || files > 65_536));
    assert_eq!(frontdesk_server::serve::raise_files(), Some(files));
}
