//! A primary and a streaming standby. What the primary has acknowledged can be read on the standby already.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant as Moment};

use super::{Postgres, programs, run, signal, spawn};

/// The standby's name, which the primary waits for.
const NAME: &str = "standby";

/// Two servers of one database, of which one can be written.
pub(crate) struct Pair {
    primary: Postgres,
    standby: Postgres,
}

impl Pair {
    pub(crate) async fn start() -> Self {
        let primary = Postgres::start().await;
        let standby = standby_of(&primary).await;
        Self { primary, standby }
    }

    /// A new and empty database, at the addresses of both.
    pub(crate) async fn database(&self, name: &str) -> String {
        self.primary.database(name).await;
        let host = |postgres: &Postgres| escaped(postgres.folder.path());
        let (one, other, port) = (host(&self.primary), host(&self.standby), self.primary.port);
        format!(
            "postgres://postgres@{one}:{port},{other}:{port}/{name}?target_session_attrs=read-write\
             &connect_timeout=1"
        )
    }

    /// The primary sends nothing to the standby any more, as long as both live.
    pub(crate) fn cut(&self) {
        let first = self.primary.server.id().to_string();
        let children = Command::new("ps").args(["-o", "pid=,args=", "--ppid", &first]).output();
        let children = String::from_utf8(children.expect("ps is there").stdout).expect("text");
        let senders: Vec<u32> = children
            .lines()
            .filter(|line| line.contains("walsender"))
            .filter_map(|line| line.split_whitespace().next()?.parse().ok())
            .collect();
        assert_eq!(senders.len(), 1, "{children}");
        signal("STOP", &senders);
    }

    /// The primary's machine is gone.
    pub(crate) fn kill_primary(&mut self) {
        self.primary.kill();
    }

    /// The standby becomes the primary. What it has received it has applied.
    pub(crate) async fn promote(&self) {
        let asked = tell(&self.standby, "SELECT pg_promote(wait => false)").await;
        asked.expect("a standby can be promoted");
        const PROMOTED: &str = "DO $$ BEGIN ASSERT NOT pg_is_in_recovery(); END $$";
        while tell(&self.standby, PROMOTED).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// In the place of the primary that is gone comes a standby of the one that was promoted.
    pub(crate) async fn rebuild(&mut self) {
        std::mem::swap(&mut self.primary, &mut self.standby);
        self.standby.remake_as_standby_of(&self.primary).await;
    }
}

async fn standby_of(primary: &Postgres) -> Postgres {
    let folder = tempfile::Builder::new().prefix("pg").tempdir().expect("there is room for a database");
    super::owned_by_postgres(folder.path());
    let mut standby = Postgres {
        // Its place is taken at once.
        server: Command::new("true").spawn().expect("`true` is there"),
        programs: programs(),
        folder,
        settings: Vec::new(),
        port: primary.port,
    };
    standby.remake_as_standby_of(primary).await;
    standby
}

impl Postgres {
    async fn remake_as_standby_of(&mut self, primary: &Postgres) {
        let _ = self.server.wait();
        let data = self.folder.path().join("data");
        if data.exists() {
            std::fs::remove_dir_all(&data).expect("nobody uses it any more");
        }
        // A primary that waited for a standby while there is none would never make one.
        tell(primary, "ALTER SYSTEM RESET synchronous_standby_names").await.expect("it can be written");
        tell(primary, "SELECT pg_reload_conf()").await.expect("the user may");
        // It need not have a link in the path where the others have one.
        let initdb = self.programs.join("initdb").canonicalize().expect("it is there");
        let copy =
            run(&initdb.with_file_name("pg_basebackup"), &["--no-sync", "--checkpoint=fast", "-R", "-D"])
                .arg(&data)
                .args(["-U", "postgres", "-p", &primary.port.to_string(), "-h"])
                .arg(primary.folder.path())
                .output()
                .expect("pg_basebackup starts");
        assert!(copy.status.success(), "pg_basebackup: {}", String::from_utf8_lossy(&copy.stderr));
        // One that has just asked in vain for more becomes no primary before it would ask again.
        let again = "wal_retrieve_retry_interval=200ms".to_owned();
        self.settings = vec![format!("cluster_name={NAME}"), again];
        self.server = spawn(&self.programs, self.folder.path(), &self.settings);
        self.answers().await;
        for setting in
            [format!("synchronous_standby_names = '{NAME}'"), "synchronous_commit = remote_apply".into()]
        {
            tell(primary, &format!("ALTER SYSTEM SET {setting}")).await.expect("it can be written");
        }
        tell(primary, "SELECT pg_reload_conf()").await.expect("the user may");
        primary.follows().await;
    }

    /// Until what it acknowledges is on the standby.
    async fn follows(&self) {
        const FOLLOWS: &str = "DO $$ BEGIN
            ASSERT (SELECT sync_state = 'sync' AND state = 'streaming' FROM pg_stat_replication);
            ASSERT current_setting('synchronous_commit') = 'remote_apply'; END $$";
        let until = Moment::now() + Duration::from_secs(30);
        while let Err(error) = tell(self, FOLLOWS).await {
            assert!(Moment::now() < until, "the standby does not follow: {error}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Has a server do something, on a connection of its own.
async fn tell(postgres: &Postgres, sql: &str) -> Result<(), tokio_postgres::Error> {
    let address = postgres.address("postgres");
    let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute(sql).await
}

fn escaped(folder: &Path) -> String {
    folder.display().to_string().replace('/', "%2F")
}
