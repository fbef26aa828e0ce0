//! Idle timeouts: whether a connection stands still: nobody finishes the head of a request, or asks anything.
//! While a request is answered it does not, however long a stream of events is silent.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use hyper::body::{Bytes, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::Instant;

/// What a connection does, and since when.
#[derive(Clone, Copy)]
enum Stand {
    /// The head of a request is read, or the first one is waited for.
    Head(Instant),
    /// A request is answered.
    Busy,
    /// The last one was answered.
    Idle(Instant),
}

pub(super) struct Pulse {
    stand: Mutex<Stand>,
    changed: Notify,
}

impl Default for Pulse {
    fn default() -> Self {
        Self { stand: Mutex::new(Stand::Head(Instant::now())), changed: Notify::new() }
    }
}

impl Pulse {
    /// A request has come.
    pub(super) fn busy(&self) {
        self.set(Stand::Busy);
    }

    /// Until the connection has stood still for too long.
    pub(super) async fn stands_still(&self, head_time: Duration, idle_time: Duration) {
        loop {
            let until = match *self.locked() {
                Stand::Head(since) => Some(since + head_time),
                Stand::Idle(since) => Some(since + idle_time),
                Stand::Busy => None,
            };
            match until {
                Some(until) if until <= Instant::now() => return,
                Some(until) => tokio::select! {
                    () = tokio::time::sleep_until(until) => {}
                    () = self.changed.notified() => {}
                },
                None => self.changed.notified().await,
            }
        }
    }

    /// Something has come in.
    fn read(&self) {
        if matches!(*self.locked(), Stand::Idle(_)) {
            self.set(Stand::Head(Instant::now()));
        }
    }

    fn answered(&self) {
        self.set(Stand::Idle(Instant::now()));
    }

    fn set(&self, stand: Stand) {
        *self.locked() = stand;
        self.changed.notify_one();
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Stand> {
        self.stand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that tells when something comes in.
pub(super) struct Watched<S> {
    stream: S,
    pulse: Arc<Pulse>,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, pulse: Arc<Pulse>) -> Self {
        Self { stream, pulse }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.pulse.read();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The body of an answer, which tells when it is over.
pub(super) struct Ending {
    body: Body,
    pulse: Arc<Pulse>,
}

impl Ending {
    pub(super) fn new(body: Body, pulse: Arc<Pulse>) -> Self {
        Self { body, pulse }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.pulse.answered();
    }
}

impl hyper::body::Body for Ending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
