//! Connections: who may have one, and for how long. What is asked on them is the router's business.

mod doors;
mod pulse;

use std::convert::Infallible;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Request, Version, header};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_service::Service;

use self::doors::{Doors, Place};
use self::pulse::{Ending, Pulse, Watched};
use crate::error::ApiError;
use crate::limits::{
    CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, FILES_RESERVED, FILES_WANTED, HEAD_TIME_MAX, IDLE_TIME_MAX,
};

/// How many connections there may be, and how long one may stand still.
#[derive(Debug, Clone, Copy)]
pub struct Connections {
    /// In all.
    pub in_all: usize,
    /// From one address.
    pub per_address: usize,
    /// How long the head of a request may take, from the connection's begin or the head's first byte.
    pub head_time: Duration,
    /// How long nothing may be asked on a connection that was answered.
    pub idle_time: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            in_all: CONNECTIONS_MAX,
            per_address: CONNECTIONS_PER_ADDRESS_MAX,
            head_time: HEAD_TIME_MAX,
            idle_time: IDLE_TIME_MAX,
        }
    }
}

impl Connections {
    /// No more than there are files for: each connection is one, and the databases need some as well. Where
    /// that leaves fewer, one address may have a quarter of them.
    pub fn within(self, files: Option<u64>) -> Self {
        let Some(files) = files.and_then(|files| usize::try_from(files).ok()) else { return self };
        let room = files.saturating_sub(FILES_RESERVED).max(1);
        if room >= self.in_all {
            return self;
        }
        Self { in_all: room, per_address: self.per_address.min((room / 4).max(1)), ..self }
    }
}

/// Raises the number of files that this process may have open, as far as it may, and says how many that are;
/// `None` if nobody knows.
#[cfg(unix)]
pub fn raise_files() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let before = getrlimit(Resource::Nofile);
    let current = before.current?;
    let wanted = before.maximum.map_or(FILES_WANTED, |maximum| maximum.min(FILES_WANTED));
    if current >= wanted {
        return Some(current);
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: before.maximum }) {
        Ok(()) => Some(wanted),
        Err(error) => {
            tracing::warn!(%error, current, wanted, "can't raise the number of open files");
            Some(current)
        }
    }
}

/// Other systems have no such number.
#[cfg(not(unix))]
pub fn raise_files() -> Option<u64> {
    None
}

/// Serves until it is told to stop and everybody has been answered.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Connections,
    mut stopping: watch::Receiver<bool>,
) {
    let doors = Arc::new(Doors::new(limits.in_all, limits.per_address));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => match doors.enter(peer.ip()) {
                Some(place) => {
                    let stopping = stopping.clone();
                    connections.spawn(connection(stream, peer, router.clone(), limits, stopping, place));
                }
                None => turn_away(stream),
            },
            Err(error) => {
                // Whoever has gone meanwhile is nobody's trouble; if it is files that are missing, one of
                // those that are open has to be closed first.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// One connection, as long as it may stand.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Connections,
    mut stopping: watch::Receiver<bool>,
    _place: Place,
) {
    // An event of a stream is short, and is not to wait for the next.
    let _ = stream.set_nodelay(true);
    let pulse = Arc::new(Pulse::default());
    let io = TokioIo::new(Watched::new(stream, pulse.clone()));
    let of_service = pulse.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        of_service.busy();
        let (mut router, pulse) = (router.clone(), of_service.clone());
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let response = match check_host(request.version(), request.headers()) {
                Ok(()) => match router.call(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                },
                Err(refused) => refused.into_response(),
            };
            Ok::<_, Infallible>(response.map(|body| Ending::new(body, pulse)))
        }
    });
    // The library has one time for the head and for the pause before it; `Pulse` tells the two apart.
    let connection = http1::Builder::new().header_read_timeout(None).serve_connection(io, service);
    let mut connection = std::pin::pin!(connection);
    let mut is_told = false;
    loop {
        tokio::select! {
            // However it ended, there is nobody left to tell.
            _ = connection.as_mut() => return,
            () = pulse.stands_still(limits.head_time, limits.idle_time) => return,
            _ = stopping.wait_for(|stopping| *stopping), if !is_told => {
                is_told = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// HTTP/1.1 says which host is meant, once (RFC 9112 §3.2).
fn check_host(version: Version, headers: &HeaderMap) -> Result<(), ApiError> {
    if version != Version::HTTP_11 {
        return Ok(());
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    let is_host = |host: &axum::http::HeaderValue| {
        host.is_empty() || host.to_str().is_ok_and(|host| host.parse::<Authority>().is_ok())
    };
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_host(host) => Ok(()),
        (None, _) => Err(ApiError::bad_request("The Host header is missing")),
        (Some(_), None) => Err(ApiError::bad_request("The Host header is no host")),
        (Some(_), Some(_)) => Err(ApiError::bad_request("There is more than one Host header")),
    }
}

/// What somebody is answered for whom there is no place.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\
    Retry-After: 5\r\nConnection: close\r\n\r\n{\"error\":\"Too many connections\"}";

/// Says so as far as that takes no time, and closes.
fn turn_away(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write(FULL);
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_no_more_connections_than_files() {
        let limits = |files| {
            let Connections { in_all, per_address, .. } = Connections::default().within(files);
            (in_all, per_address)
        };
        let whole = (CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX);
        let enough = (CONNECTIONS_MAX + FILES_RESERVED) as u64;
        assert_eq!((limits(None), limits(Some(enough)), limits(Some(u64::MAX))), (whole, whole, whole));
        assert_eq!(limits(Some(enough - 1)), (CONNECTIONS_MAX - 1, (CONNECTIONS_MAX - 1) / 4));
        assert_eq!(limits(Some(1_024)), (768, 192));
        assert_eq!(limits(Some(0)), (1, 1));
    }

    #[test]
    fn a_refusal_is_as_long_as_it_says() {
        let text = std::str::from_utf8(FULL).expect("it is ASCII");
        let (head, body) = text.split_once("\r\n\r\n").expect("it has a body");
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{text}");
    }
}
