//! How many bookings and slot queries a second: a server and its callers in one process, over real sockets.
//!
//! `cargo run --release -p frontdesk-server --example load -- [--database ADDRESS] [--seconds N] [--clients N]`

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};

use clap::Parser;
use frontdesk_server::api::router;
use frontdesk_server::app::App;
use frontdesk_server::auth::new_key;
use frontdesk_server::clock::Clock;
use frontdesk_server::import::Import;
use frontdesk_server::store::{Organisation, open};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const DOCTORS: usize = 200;
const DAY: i64 = 86_400;

/// What to measure with.
#[derive(Parser)]
struct Load {
    /// A file for SQLite that is not there yet, or an empty database of PostgreSQL; a temporary file if none is named
    #[arg(long)]
    database: Option<String>,
    /// How long each is measured
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How many ask at a time
    #[arg(long, default_value_t = 64)]
    clients: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let load = Load::parse();
    let folder = tempfile::tempdir()?;
    let address = load.database.clone().unwrap_or_else(|| folder.path().join("load.db").display().to_string());
    let clock = Clock::System;
    let now = clock.now();
    let store = open(&address).await?;
    let organisation = Organisation { uid: "org-load".into(), name: "Load".to_owned(), timezone: None, created_at: now };
    let import: Import = serde_json::from_value(clinic())?;
    store.create_organisation(organisation, import.writes(now)?).await?;
    let (secret, key) = new_key(&"org-load".into(), None, "load", &["scheduling:write".to_owned()], now).map_err(anyhow::Error::msg)?;
    store.create_key(key).await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let at = listener.local_addr()?;
    let app = App::new(store, clock);
    tokio::spawn(axum::serve(listener, router(app.clone())).into_future());

    let first_day = (now.0 / DAY + 1) * DAY;
    let hold = move |number: usize| {
        // Every start has each doctor once, and each patient once.
        let (doctor, start) = (number % DOCTORS, first_day + 300 * (number / DOCTORS) as i64);
        let body = json!({ "appointment_type_uid": "apt-1", "start_date": start, "doctor_uid": format!("doc-{doctor:03}"),
            "patient_profile_uid": format!("pp-{doctor:03}") })
        .to_string();
        format!(
            "POST /v1/scheduling/appointments/hold HTTP/1.1\r\nHost: x\r\nX-API-Key: {secret}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let booked = load.measure(at, "bookings", 201, Arc::new(hold)).await?;
    let kept =
        app.store.appointments(&"org-load".into(), &Default::default(), frontdesk_server::store::Page { page: 0, limit: 1 }).await?.total;
    anyhow::ensure!(kept == booked as i64, "{booked} were acknowledged, and {kept} are there");

    let ask = move |number: usize| {
        let doctor = number % DOCTORS;
        let (from, to) = (first_day + 20 * DAY, first_day + 34 * DAY);
        format!(
            "GET /v1/scheduling/slots?shop_uid=shop-load&appointment_type_uid=apt-2&doctor_uid=doc-{doctor:03}&from={from}&to={to} HTTP/1.1\r\nHost: x\r\n\r\n"
        )
    };
    load.measure(at, "slot queries", 200, Arc::new(ask)).await?;
    Ok(())
}

/// Two hundred doctors: around the clock for bookings, nine to five on weekdays for questions.
fn clinic() -> Value {
    let doctors = (0..DOCTORS).map(|doctor| {
        let rules =
            (0..7).map(|weekday| json!({ "uid": format!("rule-{weekday}"), "weekday": weekday, "start_time": 0, "end_time": 1440 }));
        json!({ "uid": format!("doc-{doctor:03}"), "availability_rules": rules.collect::<Vec<_>>() })
    });
    let profiles = (0..DOCTORS).map(|number| {
        json!({ "uid": format!("pp-{number:03}"), "patient_uid": format!("pat-{number:03}"), "shop_uid": "shop-load", "shop_customer_id": number.to_string() })
    });
    json!({
        "clinic": { "doctors": doctors.collect::<Vec<_>>(), "appointment_types": [
            { "uid": "apt-1", "name": "Short", "duration_minutes": 5, "hold_ttl_seconds": 86_400 },
            { "uid": "apt-2", "name": "Long", "duration_minutes": 240 } ] },
        "shops": [ { "uid": "shop-load", "name": "Load" } ],
        "patient_profiles": profiles.collect::<Vec<_>>(),
    })
}

impl Load {
    /// Has all clients ask for as long as it takes, and prints what came of it.
    async fn measure(
        &self,
        at: std::net::SocketAddr,
        what: &str,
        expected: u16,
        request: Arc<impl Fn(usize) -> String + Send + Sync + 'static>,
    ) -> anyhow::Result<usize> {
        let numbers = Arc::new(AtomicUsize::new(0));
        let started = Moment::now();
        let end = started + Duration::from_secs(self.seconds);
        let mut clients = tokio::task::JoinSet::new();
        for _ in 0..self.clients {
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
        println!("{what}: {rate:.0}/s, p50 {:.1} ms, p99 {:.1} ms, {} clients, {} answers", at(0.5), at(0.99), self.clients, times.len());
        Ok(times.len())
    }
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
