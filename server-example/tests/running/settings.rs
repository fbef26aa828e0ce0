//! Settings: by options, by variables, by a file, in this order; and what `--check` says of them.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use frontdesk_server::limits::{CORS_ORIGINS_MAX, RATE_LIMIT_MAX, SETTINGS_BYTES_MAX, TRUSTED_PROXIES_MAX};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name).display().to_string();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Whether it succeeds, and what it prints.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).envs(variables.iter().copied()).env("FRONTDESK_LOG", "error");
        let output = command.current_dir(self.0.path()).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    fn check(&self, settings: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
        let file = self.file("frontdesk.toml", settings);
        self.run(&[&["serve", "--check", "--config", &file], arguments].concat(), variables)
    }
}

#[test]
fn options_come_before_variables_and_those_before_the_file() {
    let folder = Folder::new();
    let file = "listen = \"127.0.0.1:1\"\nrate_limit = 11\ncors_origin = [\"https://file.example\"]\n\
        trust_proxy = [\"10.0.0.0/8\", \"::1\"]\nwebhook_permissions = true\nmax_connections = 7\npages = \
        false\n";
    let variables = [
        ("FRONTDESK_LISTEN", "127.0.0.1:2"),
        ("FRONTDESK_RATE_LIMIT", "12"),
        ("FRONTDESK_CORS_ORIGIN", "https://one.example,https://two.example"),
    ];
    let options = ["--rate-limit", "13", "--webhook-permissions=false"];
    let (well, said) = folder.check(file, &options, &variables);
    assert!(well, "{said}");
    for line in [
        "database frontdesk.db (usual)",
        "listen 127.0.0.1:2 (option or variable)",
        "rate_limit 13 (option or variable)",
        "patient_rate_limit 10 (usual)",
        "visitor_rate_limit 60 (usual)",
        "pages false (file)",
        "cors_origin https://one.example, https://two.example (option or variable)",
        "trust_proxy 10.0.0.0/8, ::1/128 (file)",
        "max_connections 7 (file)",
        "webhook_permissions false (option or variable)",
        "webhook_allow_private false (usual)",
        "metrics_listen nowhere (usual)",
        "look  `frontdesk.db` is not there, and would be made",
    ] {
        assert!(said.lines().any(|said| said == line), "{line} is not in\n{said}");
    }
    assert!(!folder.0.path().join("frontdesk.db").exists(), "a check makes nothing");
    let (well, said) = folder.run(&["serve", "--check", "--webhook-permissions"], &[]);
    assert!(well && said.contains("webhook_permissions true (option or variable)"), "{said}");
}

#[test]
fn what_is_wrong_is_told_with_its_name_and_fails() {
    let folder = Folder::new();
    let many =
        |name: &str, one: &str, count: usize| format!("{name} = [{}]", format!("\"{one}\",").repeat(count));
    let comment = |bytes: u64| format!("#{}", "x".repeat(bytes as usize - 1));
    for (settings, told) in [
        ("colour = \"red\"".to_owned(), "line 1: unknown field `colour`"),
        ("rate_limit = 1\nlisten = \"here\"".to_owned(), "line 2: invalid socket address"),
        ("\n\nrate_limit = -1".to_owned(), "line 3: "),
        (format!("rate_limit = {}", RATE_LIMIT_MAX + 1), "rate_limit: 1000001 is more than 1000000"),
        (format!("patient_rate_limit = {}", RATE_LIMIT_MAX + 1), "patient_rate_limit: 1000001"),
        (format!("visitor_rate_limit = {}", RATE_LIMIT_MAX + 1), "visitor_rate_limit: 1000001"),
        ("cors_origin = [\"https://a.example/page\"]".to_owned(), "an origin such as https://book.example"),
        ("trust_proxy = [\"0.0.0.0/0\"]".to_owned(), "a network of everybody"),
        ("trust_proxy = \"10.0.0.0/8\"".to_owned(), "expected a sequence"),
        (many("cors_origin", "https://a.example", CORS_ORIGINS_MAX + 1), "cors_origin: 101; at most 100"),
        (many("trust_proxy", "10.0.0.0/8", TRUSTED_PROXIES_MAX + 1), "trust_proxy: 101; at most 100"),
        (comment(SETTINGS_BYTES_MAX + 1), "at most 65536 are read"),
        ("database_file = \"no-such-file\"".to_owned(), "can't read `no-such-file`"),
    ] {
        let (well, said) = folder.check(&settings, &[], &[]);
        assert!(!well && said.starts_with("error: ") && said.contains(told), "{told}: {said}");
    }
    for settings in [
        String::new(),
        format!("rate_limit = {RATE_LIMIT_MAX}"),
        many("cors_origin", "https://a.example", CORS_ORIGINS_MAX),
        many("trust_proxy", "10.0.0.0/8", TRUSTED_PROXIES_MAX),
        comment(SETTINGS_BYTES_MAX),
    ] {
        let (well, said) = folder.check(&settings, &[], &[]);
        assert!(well, "{said}");
    }
    assert!(!folder.run(&["serve", "--check", "--config", "none.toml"], &[]).0);
    for wrong in ["https://a.example/", "a.example"] {
        assert!(!folder.run(&["serve", "--check", "--cors-origin", wrong], &[]).0, "{wrong}");
    }
    // A line that can't be read may have a password in it.
    let (well, said) = folder.check("database = \"postgres://me:topsecret@host/db", &[], &[]);
    assert!(!well && !said.contains("topsecret"), "{said}");
}

#[test]
fn a_database_that_nobody_should_serve_on_fails_the_check() {
    let folder = Folder::new();
    assert!(folder.run(&["init"], &[]).0);
    let (well, said) = folder.check("", &[], &[]);
    assert!(well && said.contains("ok    org-1: 1 doctors"), "{said}");
    let database = folder.0.path().join("frontdesk.db");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    let (well, said) = folder.check("", &[], &[]);
    assert!(!well && said.contains("WRONG schema 99 is newer than this program"), "{said}");
    // And it is not served on.
    let (well, said) = folder.run(&["serve", "--listen", "127.0.0.1:0"], &[]);
    assert!(!well && said.contains("99"), "{said}");
}

#[test]
fn where_the_database_is_can_stand_in_a_file_of_its_own() {
    let folder = Folder::new();
    let secret = folder.file("secret", "own.db\n");
    let settings = format!("database_file = \"{secret}\"");
    let (_, said) = folder.check(&settings, &[], &[]);
    assert!(said.contains("database own.db (file)"), "{said}");
    let (_, said) = folder.check("database = \"other.db\"", &["--database-file", &secret], &[]);
    assert!(said.contains("database own.db (option or variable)"), "{said}");
    let (_, said) = folder.check(&settings, &["--database", "third.db"], &[]);
    assert!(said.contains("database third.db (option or variable)"), "{said}");
    // Every command knows it.
    let config = folder.file("frontdesk.toml", &settings);
    let (well, said) = folder.run(&["init"], &[("FRONTDESK_CONFIG", &config)]);
    assert!(well && said.contains("in own.db"), "{said}");
    let (well, said) = folder.run(&["shops", "list", "--config", &config], &[]);
    assert!(well && said.starts_with("shop-1\t"), "{said}");
    let shown = folder.file("secret", "postgres://me:topsecret@127.0.0.1:1/db");
    let (well, said) = folder.run(&["serve", "--check", "--database-file", &shown], &[]);
    assert!(!well && said.contains("me:***@127.0.0.1:1") && !said.contains("topsecret"), "{said}");
}

/// Behind a proxy everybody has an address of their own; nobody else can choose one.
#[test]
fn a_trusted_proxy_says_for_whom_it_asks() {
    for (trusted, has_its_own) in [("127.0.0.1", true), ("10.0.0.0/8", false)] {
        let folder = Folder::new();
        let mut server = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "2", "--trust-proxy", trusted])
            .current_dir(folder.0.path())
            .env("FRONTDESK_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
        let host = lines.find_map(|line| line.strip_prefix("listening on ").map(str::to_owned)).unwrap();
        assert!(lines.any(|line| line.starts_with("API documentation")));
        // One asks more than it may, and at once somebody asks who has never asked before.
        let ask = |client: &str, times: usize| {
            let urls = vec![format!("-o /dev/null {host}/health"); times].join(" ");
            format!("-s -w '%{{http_code}}\\n' -H 'X-Forwarded-For: 6.6.6.6, {client}' {urls}")
        };
        let newcomers: Vec<String> = (1..=20)
            .map(|round| {
                let newcomer = format!("203.0.113.{round}");
                let line = format!("curl {} --next {}", ask("198.51.100.1", 6), ask(&newcomer, 1));
                let output = Command::new("sh").args(["-euc", &line]).output().unwrap();
                String::from_utf8(output.stdout).unwrap().lines().last().unwrap_or_default().to_owned()
            })
            .collect();
        let _ = server.kill();
        let _ = server.wait();
        // On a slow machine the bucket that all share has filled again by then, but not every time.
        let refused = newcomers.iter().filter(|status| *status == "429").count();
        let let_in = newcomers.iter().filter(|status| *status == "200").count();
        assert_eq!(refused + let_in, newcomers.len(), "{trusted}: {newcomers:?}");
        assert_eq!(refused == 0, has_its_own, "{trusted}: {newcomers:?}");
    }
}
