//! `health`: asks a server on this machine how it is, for a container or a monitor that has no HTTP client.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::database::Database;
use super::serve::LISTEN;
use super::settings::Said;

/// Longer than the server takes for its own answer.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// More than an answer has.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// Which server.
#[derive(Args)]
pub(super) struct Health {
    #[command(flatten)]
    database: Database,
    /// Where it listens [usual: 127.0.0.1:8080]
    #[arg(long, env = "FRONTDESK_LISTEN")]
    listen: Option<SocketAddr>,
}

impl Health {
    /// Asks, and fails unless it is well.
    pub(super) fn run(self) -> Result<()> {
        let listens = Said::of(self.listen, self.database.file()?.listen, LISTEN).value;
        // One that listens everywhere listens here.
        let here = match listens.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
            other => other,
        };
        let address = SocketAddr::new(here, listens.port());
        let answer = ask(address).with_context(|| format!("no server answers at {address}"))?;
        let status = answer.lines().next().unwrap_or_default();
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        ensure!(status.contains(" 200 "), "{status}: {body}");
        Ok(writeln!(std::io::stdout(), "{body}")?)
    }
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut connection = TcpStream::connect_timeout(&address, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    connection.write_all(
        format!("GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes(),
    )?;
    let mut answer = Vec::new();
    connection.take(ANSWER_BYTES_MAX).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
