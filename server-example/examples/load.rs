//! How many bookings and slot queries a second, how many listeners: a server and its callers in one process,
//! over real sockets. And how soon the program itself is ready, and how much memory it has then.
//!
//! `cargo build --release -p frontdesk-server --bins --example load && target/release/examples/load
//! [--database ADDRESS] [--seconds N] [--clients N] [--processes N]`

use std::io::{BufRead, Read, Write};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};

use clap::Parser;
use frontdesk_server::api::router;
use frontdesk_server::app::App;
use frontdesk_server::auth::new_key;
use frontdesk_server::clock::Clock;
use frontdesk_server::import::Import;
use frontdesk_server::limits::RATE_LIMIT_MAX;
use frontdesk_server::rate_limit::Limiter;
use frontdesk_server::serve::{Connections, serve};
use frontdesk_server::store::{Organisation, open};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const DOCTORS: usize = 200;
const DAY: i64 = 86_400;

/// What to measure with.
#[derive(Parser)]
struct Load {
    /// A file for SQLite that is not there yet, or an empty database of PostgreSQL; a temporary file if none
    /// is named
    #[arg(long)]
    database: Option<String>,
    /// How long each is measured
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How many ask at a time
    #[arg(long, default_value_t = 64)]
    clients: usize,
    /// How many listen to one waiting room; each takes two of the files that a process may have open
    /// (`ulimit -n`)
    #[arg(long, default_value_t = 2_000)]
    listeners: usize,
    /// How many server programs book for the one organisation, on PostgreSQL, beside each other; with 1 it is
    /// a server in this process
    #[arg(long, default_value_t = 1)]
    processes: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let load = Load::parse();
    let folder = tempfile::tempdir()?;
    let address =
        load.database.clone().unwrap_or_else(|| folder.path().join("load.db").display().to_string());
    let clock = Clock::System;
    let now = clock.now();
    let store = open(&address).await?;
    let organisation =
        Organisation { uid: "org-load".into(), name: "Load".to_owned(), timezone: None, created_at: now };
    let import: Import = serde_json::from_value(clinic())?;
    store.create_organisation(organisation, import.writes(now)?).await?;
    let permissions = ["scheduling:write", "waiting_room:read", "waiting_room:write"].map(str::to_owned);
    let (secret, key) =
        new_key(&"org-load".into(), None, "load", &permissions, now).map_err(anyhow::Error::msg)?;
    store.create_key(key).await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let at = listener.local_addr()?;
    let mut app = App::new(store, clock);
    // Requests are counted, and none of them is too many.
    app.limiter = Arc::new(Limiter::per_second(RATE_LIMIT_MAX));
    let stopping = app.stopping.subscribe();
    tokio::spawn(serve(listener, router(app.clone()), Connections::default(), stopping));

    let first_day = (now.0 / DAY + 1) * DAY;
    let key = secret.clone();
    let hold = move |number: usize| {
        // Every start has each doctor once, and each patient once.
        let (doctor, start) = (number % DOCTORS, first_day + 300 * (number / DOCTORS) as i64);
        let body = json!({ "appointment_type_uid": "apt-1", "start_date": start,
            "doctor_uid": format!("doc-{doctor:03}"),
            "patient_profile_uid": format!("pp-{doctor:03}") })
        .to_string();
        format!(
            "POST /v1/scheduling/appointments/hold HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nContent-Type: \
             application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let others = Programs::start(if load.processes > 1 { load.processes } else { 0 }, &address)?;
    let at_once = if others.at.is_empty() { vec![at] } else { others.at.clone() };
    let booked = load.measure(&at_once, "bookings", 201, Arc::new(hold)).await?;
    drop(others);
    let kept = app
        .store
        .appointments(
            &"org-load".into(),
            &Default::default(),
            frontdesk_server::store::Page { page: 0, limit: 1 },
        )
        .await?
        .total;
    anyhow::ensure!(kept == booked as i64, "{booked} were acknowledged, and {kept} are there");

    let ask = move |number: usize| {
        let doctor = number % DOCTORS;
        let (from, to) = (first_day + 20 * DAY, first_day + 34 * DAY);
        format!(
            "GET /v1/scheduling/slots?shop_uid=shop-load&appointment_type_uid=apt-2&doctor_uid=doc-{doctor:03}&from={from}&to={to} HTTP/1.1\r\nHost: x\r\n\r\n"
        )
    };
    load.measure(&[at], "slot queries", 200, Arc::new(ask)).await?;
    load.listen(at, &secret).await?;
    let folder = tempfile::tempdir()?;
    program(&folder.path().join("idle.db"))
}

/// The server's program, which is built beside this one.
fn server_program() -> anyhow::Result<std::path::PathBuf> {
    let here = std::env::current_exe()?;
    let target = here.parent().and_then(|folder| folder.parent());
    Ok(target.map(|folder| folder.join("frontdesk-server")).unwrap_or_default())
}

/// Server programs on one database. They are stopped when nobody needs them any more.
struct Programs {
    children: Vec<std::process::Child>,
    /// What they print: a program whose reader is gone ends.
    said: Vec<std::io::Lines<std::io::BufReader<std::process::ChildStdout>>>,
    at: Vec<std::net::SocketAddr>,
}

impl Programs {
    fn start(count: usize, database: &str) -> anyhow::Result<Self> {
        let mut programs = Self { children: Vec::new(), said: Vec::new(), at: Vec::new() };
        for _ in 0..count {
            let mut command = std::process::Command::new(server_program()?);
            command
                .args(["serve", "--listen", "127.0.0.1:0", "--rate-limit"])
                .arg(RATE_LIMIT_MAX.to_string())
                .args(["--database", database])
                .env("FRONTDESK_LOG", "warn")
                .stdout(Stdio::piped());
            let mut server = command.spawn()?;
            let mut lines = std::io::BufReader::new(server.stdout.take().expect("it is piped")).lines();
            programs.children.push(server);
            let address =
                lines.find_map(|line| Some(line.ok()?.strip_prefix("listening on http://")?.to_owned()));
            programs.said.push(lines);
            programs.at.push(address.unwrap_or_default().parse()?);
        }
        Ok(programs)
    }
}

impl Drop for Programs {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// How soon the program is ready on the demo clinic, and how much memory it has when nobody asks.
fn program(database: &std::path::Path) -> anyhow::Result<()> {
    let program = server_program()?;
    if !program.exists() {
        println!("{} is not built: how soon it is ready is not measured", program.display());
        return Ok(());
    }
    // The first start makes the clinic; the others find it.
    let mut ready = Vec::new();
    for _ in 0..6 {
        let started = Moment::now();
        let mut command = std::process::Command::new(&program);
        command
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database"])
            .arg(database)
            .stdout(Stdio::piped());
        let mut server = command.env("FRONTDESK_LOG", "warn").spawn()?;
        let mut lines = std::io::BufReader::new(server.stdout.take().expect("it is piped")).lines();
        let address =
            lines.find_map(|line| Some(line.ok()?.strip_prefix("listening on http://")?.to_owned()));
        let mut connection = std::net::TcpStream::connect(address.expect("it starts"))?;
        connection.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        anyhow::ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        ready.push(started.elapsed().as_secs_f64() * 1_000.0);
        if ready.len() == 6 {
            std::thread::sleep(Duration::from_secs(2));
            let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
            let resident = status
                .lines()
                .find_map(|line| line.strip_prefix("VmRSS:"))
                .unwrap_or(" not known here")
                .trim();
            println!("resident when idle: {resident}");
        }
        server.kill()?;
        server.wait()?;
    }
    let first = ready.remove(0);
    ready.sort_by(f64::total_cmp);
    println!(
        "ready: {:.0} ms after its start, median of 5 ({first:.0} ms the first time, demo clinic made)",
        ready[2]
    );
    Ok(())
}

/// Two hundred doctors: around the clock for bookings, nine to five on weekdays for questions.
fn clinic() -> Value {
    let doctors = (0..DOCTORS).map(|doctor| {
        let rules = (0..7).map(|weekday| {
            json!({ "uid": format!("rule-{weekday}"), "weekday": weekday,
                "start_time": 0, "end_time": 1440 })
        });
        json!({ "uid": format!("doc-{doctor:03}"), "availability_rules": rules.collect::<Vec<_>>() })
    });
    let profiles = (0..DOCTORS).map(|number| {
        json!({ "uid": format!("pp-{number:03}"), "patient_uid": format!("pat-{number:03}"),
            "shop_uid": "shop-load", "shop_customer_id": number.to_string() })
    });
    json!({
        "clinic": { "max_live_holds_per_patient": 1_000, "doctors": doctors.collect::<Vec<_>>(),
            "appointment_types": [
            { "uid": "apt-1", "name": "Short", "duration_minutes": 5, "hold_ttl_seconds": 86_400 },
            { "uid": "apt-2", "name": "Long", "duration_minutes": 240 } ] },
        "shops": [ { "uid": "shop-load", "name": "Load" } ],
        "patient_profiles": profiles.collect::<Vec<_>>(),
    })
}

impl Load {
    /// Has many listen to one who waits, lets somebody before them leave, and prints when the last of them
    /// knew.
    async fn listen(&self, at: std::net::SocketAddr, key: &str) -> anyhow::Result<()> {
        let mut connection = BufReader::new(TcpStream::connect(at).await?);
        let mut entries = Vec::new();
        for number in 0..2 {
            let body = json!({ "shop_uid": "shop-load", "patient_profile_uid": format!("pp-{number:03}") })
                .to_string();
            let request = format!(
                "POST /v1/management/waiting-room/register HTTP/1.1\r\nHost: x\r\nX-API-Key: \
                 {key}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let (status, body) = ask(&mut connection, &request).await?;
            anyhow::ensure!(status == 201, "{status}: {body}");
            entries.push(
                serde_json::from_str::<Value>(&body)?["queue_uid"].as_str().unwrap_or_default().to_owned(),
            );
        }
        let (left, follow) = (&entries[0], &entries[1]);
        let request = format!(
            "GET /v1/management/waiting-room/{follow}/events HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\n\r\n"
        );
        let (mut listeners, there) = (tokio::task::JoinSet::new(), Arc::new(AtomicUsize::new(0)));
        let begun = Moment::now();
        for _ in 0..self.listeners {
            let (request, there) = (request.clone(), there.clone());
            listeners.spawn(async move {
                let mut connection = BufReader::new(TcpStream::connect(at).await?);
                connection.get_mut().write_all(request.as_bytes()).await?;
                until(&mut connection, "\"position\":2").await?;
                there.fetch_add(1, Ordering::Relaxed);
                until(&mut connection, "\"position\":1").await?;
                Ok::<_, anyhow::Error>(Moment::now())
            });
        }
        while there.load(Ordering::Relaxed) < self.listeners {
            anyhow::ensure!(
                begun.elapsed() < Duration::from_secs(30),
                "{} of {} listen",
                there.load(Ordering::Relaxed),
                self.listeners
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let listening = begun.elapsed();
        let changed = Moment::now();
        let (status, body) = ask(
            &mut connection,
            &format!(
                "DELETE /v1/management/waiting-room/{left} HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\n\r\n"
            ),
        )
        .await?;
        anyhow::ensure!(status == 200, "{status}: {body}");
        let mut last = changed;
        while let Some(told) = listeners.join_next().await {
            last = last.max(told??);
        }
        let (listening, last) = (listening.as_secs_f64(), (last - changed).as_secs_f64() * 1_000.0);
        println!(
            "listeners: {} after {listening:.1} s, and the last of them knew of a change after {last:.0} ms",
            self.listeners
        );
        Ok(())
    }

    /// Has all clients ask for as long as it takes, and prints what came of it.
    async fn measure(
        &self,
        at: &[std::net::SocketAddr],
        what: &str,
        expected: u16,
        request: Arc<impl Fn(usize) -> String + Send + Sync + 'static>,
    ) -> anyhow::Result<usize> {
        let numbers = Arc::new(AtomicUsize::new(0));
        let started = Moment::now();
        let end = started + Duration::from_secs(self.seconds);
        let mut clients = tokio::task::JoinSet::new();
        for &at in at.iter().cycle().take(self.clients) {
            let (numbers, request) = (numbers.clone(), request.clone());
            clients.spawn(async move {
                let mut connection = BufReader::new(TcpStream::connect(at).await?);
                let mut times = Vec::new();
                while Moment::now() < end {
                    let request = request(numbers.fetch_add(1, Ordering::Relaxed));
                    let asked = Moment::now();
                    let (status, body) = ask(&mut connection, &request).await?;
                    times.push(asked.elapsed());
                    anyhow::ensure!(status == expected, "{status}: {body}");
                }
                Ok::<_, anyhow::Error>(times)
            });
        }
        let mut times: Vec<Duration> = Vec::new();
        while let Some(of_one) = clients.join_next().await {
            times.extend(of_one??);
        }
        times.sort_unstable();
        let rate = times.len() as f64 / started.elapsed().as_secs_f64();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
        println!(
            "{what}: {rate:.0}/s, p50 {:.1} ms, p99 {:.1} ms, {} clients, {} answers",
            at(0.5),
            at(0.99),
            self.clients,
            times.len()
        );
        Ok(times.len())
    }
}

/// Reads until a line has these words.
async fn until(connection: &mut BufReader<TcpStream>, words: &str) -> anyhow::Result<()> {
    let mut line = String::new();
    while !line.contains(words) {
        line.clear();
        anyhow::ensure!(connection.read_line(&mut line).await? > 0, "the server has hung up");
    }
    Ok(())
}

/// One request and its answer, on a connection that stays.
async fn ask(connection: &mut BufReader<TcpStream>, request: &str) -> anyhow::Result<(u16, String)> {
    connection.get_mut().write_all(request.as_bytes()).await?;
    let (mut status, mut length, mut line) = (0, 0, String::new());
    loop {
        line.clear();
        anyhow::ensure!(connection.read_line(&mut line).await? > 0, "the server has hung up");
        if status == 0 {
            status = line.split(' ').nth(1).unwrap_or_default().parse()?;
        } else if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        } else if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await?;
    Ok((status, String::from_utf8(body)?))
}
