//! The program as a process of its own, and whoever asks it over a socket.

#![allow(dead_code, reason = "every test file uses what it needs")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");

/// A server that serves, until it is dropped.
pub(crate) struct Serving {
    process: Child,
    pub(crate) address: String,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Value,
}

impl Serving {
    pub(crate) fn on(database: &str) -> Self {
        let mut process = Command::new(PROGRAM)
            .args(["serve", "--rate-limit", "0", "--listen", "127.0.0.1:0", "--database", database])
            .env("FRONTDESK_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let address = lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
        // The last line: who stops listening earlier is in its way.
        assert!(lines.any(|line| line.starts_with("API documentation")));
        Self { process, address: address.expect("it starts again") }
    }

    pub(crate) fn connect(&self) -> BufReader<TcpStream> {
        BufReader::new(TcpStream::connect(&self.address).unwrap())
    }

    pub(crate) fn signal(&self, signal: &str) {
        crate::postgres::signal(signal, &[self.process.id()]);
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) fn stop(mut self) {
        self.signal("TERM");
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs a command of the program, which succeeds, and tells what it printed.
pub(crate) fn program(database: &str, arguments: &[&str]) -> String {
    let (succeeded, printed) = try_program(database, arguments);
    assert!(succeeded, "{arguments:?}: {printed}");
    printed
}

/// Runs a command of the program, and tells whether it succeeded and what it printed.
pub(crate) fn try_program(database: &str, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(PROGRAM);
    let output = command.args(arguments).env("FRONTDESK_DATABASE", database).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => (true, printed),
        false => (false, printed + &String::from_utf8_lossy(&output.stderr)),
    }
}

/// One request and its answer; `None` once nobody is there any more.
pub(crate) fn ask(
    connection: &mut BufReader<TcpStream>,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<Reply> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    let head = format!("{head}Content-Type: application/json\r\n\r\n{body}");
    connection.get_mut().write_all(head.as_bytes()).ok()?;
    let (mut status, mut length, mut retry_after, mut line) = (0, 0, None, String::new());
    while line != "\r\n" {
        line.clear();
        if connection.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if status == 0 {
            status = line.split(' ').nth(1)?.parse().ok()?;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if let Some(value) = lower.strip_prefix("retry-after:") {
            retry_after = value.trim().parse().ok();
        }
    }
    let mut bytes = vec![0; length];
    connection.read_exact(&mut bytes).ok()?;
    Some(Reply { status, retry_after, body: serde_json::from_slice(&bytes).unwrap_or_default() })
}
