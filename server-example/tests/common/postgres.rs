//! A PostgreSQL of a test's own: made in a temporary folder, reached by a socket there, gone with the test.

#![allow(dead_code, reason = "every test file uses what it needs")]

pub(crate) mod standby;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

pub(crate) struct Postgres {
    server: Child,
    programs: PathBuf,
    folder: TempDir,
    settings: Vec<String>,
    pub(crate) port: u16,
}

/// Processes that are stopped. They go on once this is dropped.
pub(crate) struct Hanging(Vec<u32>);

impl Drop for Hanging {
    fn drop(&mut self) {
        signal("CONT", &self.0);
    }
}

/// Sends a signal to processes; one that has ended does not matter.
pub(crate) fn signal(name: &str, processes: &[u32]) {
    let processes = processes.iter().map(u32::to_string);
    let _ = Command::new("kill").arg(format!("-{name}")).args(processes).stderr(Stdio::null()).status();
}

impl Postgres {
    pub(crate) async fn start() -> Self {
        Self::start_with(5432, |_| Vec::new()).await
    }

    /// One with settings that are made in its folder.
    pub(crate) async fn start_with(port: u16, settings: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let programs = programs();
        // A socket's path has no more than a hundred bytes, so the name is short.
        let folder = tempfile::Builder::new().prefix("pg").tempdir().expect("there is room for a database");
        let data = folder.path().join("data");
        owned_by_postgres(folder.path());
        let initdb = run(
            &programs.join("initdb"),
            &["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C", "-D"],
        )
        .arg(&data)
        .output()
        .expect("initdb starts");
        assert!(initdb.status.success(), "initdb: {}", String::from_utf8_lossy(&initdb.stderr));
        let settings = settings(folder.path());
        let server = spawn(&programs, folder.path(), &settings);
        let postgres = Self { server, programs, folder, settings, port };
        postgres.answers().await;
        postgres
    }

    /// Until it answers.
    async fn answers(&self) {
        for _ in 0..300 {
            if tokio_postgres::connect(&self.address("postgres"), tokio_postgres::NoTls).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("postgres does not answer");
    }

    /// Ends it by a signal, and starts it again.
    pub(crate) async fn restart(&mut self, signal: &str) {
        let signal = format!("-{signal}");
        let sent = Command::new("kill").args([&signal, &self.server.id().to_string()]).status();
        assert!(sent.expect("kill is there").success());
        self.server.wait().expect("it is a child");
        self.start_again().await;
    }

    /// Its machine is gone: none of its processes ends in order, or says a last word.
    pub(crate) fn kill(&mut self) {
        let mut all = self.hang();
        signal("KILL", &std::mem::take(&mut all.0));
        self.server.wait().expect("it is a child");
    }

    /// Starts it again after its end.
    pub(crate) async fn start_again(&mut self) {
        let until = std::time::Instant::now() + Duration::from_secs(60);
        while std::time::Instant::now() < until {
            // After a kill its children may still be there: then it ends again at once, or a little later.
            if self.server.try_wait().expect("it is a child").is_some() {
                self.server = spawn(&self.programs, self.folder.path(), &self.settings);
            }
            if tokio_postgres::connect(&self.address("postgres"), tokio_postgres::NoTls).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("postgres does not start again");
    }

    /// Stops all its processes, until it goes on. The first comes first: it starts no more, and none that it
    /// has just started is left out.
    pub(crate) fn hang(&self) -> Hanging {
        let first = self.server.id();
        signal("STOP", &[first]);
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", &first.to_string()]).output();
        let children = String::from_utf8(children.expect("ps is there").stdout).expect("numbers");
        let children = children.split_whitespace().filter_map(|pid| pid.parse().ok());
        let hanging = Hanging(std::iter::once(first).chain(children).collect());
        signal("STOP", &hanging.0);
        hanging
    }

    /// Ends the sessions of everybody else.
    pub(crate) async fn end_sessions(&self) {
        const END: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";
        let (client, connection) = tokio_postgres::connect(&self.address("postgres"), tokio_postgres::NoTls)
            .await
            .expect("it answered before");
        tokio::spawn(connection);
        client.execute(END, &[]).await.expect("the user may");
    }

    /// A new and empty database.
    pub(crate) async fn database(&self, name: &str) -> String {
        let (client, connection) = tokio_postgres::connect(&self.address("postgres"), tokio_postgres::NoTls)
            .await
            .expect("it answered before");
        tokio::spawn(connection);
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("the name is new");
        self.address(name)
    }

    /// The same, on another disk.
    pub(crate) async fn database_on(&self, name: &str, folder: &Path) -> String {
        owned_by_postgres(folder);
        let (client, connection) = tokio_postgres::connect(&self.address("postgres"), tokio_postgres::NoTls)
            .await
            .expect("it answered before");
        tokio::spawn(connection);
        let tablespace = format!("CREATE TABLESPACE disk LOCATION '{}'", folder.display());
        client.batch_execute(&tablespace).await.expect("the folder is empty");
        client
            .batch_execute(&format!("CREATE DATABASE {name} TABLESPACE disk"))
            .await
            .expect("the name is new");
        self.address(name)
    }

    fn address(&self, database: &str) -> String {
        format!(
            "postgres://postgres@{}:{}/{database}",
            self.folder.path().display().to_string().replace('/', "%2F"),
            self.port
        )
    }
}

fn spawn(programs: &Path, folder: &Path, settings: &[String]) -> Child {
    run(&programs.join("postgres"), &["-c", "listen_addresses=", "-c", "fsync=off"])
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("postgres starts")
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// PostgreSQL refuses to run as root. Where the test is root, it runs as the user that its package made.
fn run(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(std::env::temp_dir()).stdin(Stdio::null());
    #[cfg(unix)]
    if let Some((uid, gid)) = other_user() {
        std::os::unix::process::CommandExt::uid(&mut command, uid);
        std::os::unix::process::CommandExt::gid(&mut command, gid);
    }
    command
}

pub(crate) fn owned_by_postgres(folder: &Path) {
    #[cfg(unix)]
    if let Some((uid, gid)) = other_user() {
        std::os::unix::fs::chown(folder, Some(uid), Some(gid)).expect("root may");
    }
}

#[cfg(unix)]
fn other_user() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    let own = tempfile::tempfile().and_then(|file| file.metadata()).expect("a file has an owner").uid();
    if own != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("every system has users");
    let postgres = users
        .lines()
        .find(|line| line.starts_with("postgres:"))
        .expect("the package of PostgreSQL makes a user `postgres`");
    let fields: Vec<&str> = postgres.split(':').collect();
    Some((fields[2].parse().expect("a number"), fields[3].parse().expect("a number")))
}

/// Where the programs are: in the path, or where `pg_config` or Debian has them.
fn programs() -> PathBuf {
    let in_path = std::env::var_os("PATH")
        .and_then(|paths| std::env::split_paths(&paths).find(|path| path.join("initdb").exists()));
    let asked = || {
        let output = Command::new("pg_config").arg("--bindir").output().ok()?;
        Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
    };
    let debian = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let mut folders: Vec<PathBuf> =
            versions.filter_map(|version| Some(version.ok()?.path().join("bin"))).collect();
        folders.sort();
        folders.into_iter().rfind(|folder| folder.join("initdb").exists())
    };
    let found = in_path.or_else(|| asked().filter(|folder| folder.join("initdb").exists())).or_else(debian);
    found.expect(
        "PostgreSQL is missing. Debian: `apt-get install postgresql`; macOS: `brew install postgresql`",
    )
}

/// A disk of a test's own, in memory.
pub(crate) struct SmallDisk(TempDir);

impl SmallDisk {
    /// None if this user may not mount one.
    pub(crate) fn mounted() -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("disk").tempdir().expect("there is room for a folder");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mount.is_ok_and(|status| status.success()).then(|| Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Until nothing more can be written.
    pub(crate) fn fill(&self) {
        let full = std::fs::write(self.path().join("filler"), vec![0; 64 * 1024 * 1024]);
        assert!(full.is_err(), "the disk is smaller");
    }

    pub(crate) fn clear(&self) {
        std::fs::remove_file(self.path().join("filler")).expect("it was filled");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: PostgreSQL may have files open there.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
