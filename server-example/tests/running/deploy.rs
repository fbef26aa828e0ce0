//! What the server is run with: unit, container, proxies and settings are read as their programs read them,
//! and say nothing that the program does not know.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");
const UNIT: &str = include_str!("../../deploy/frontdesk-server.service");
const DOCKERFILE: &str = include_str!("../../deploy/Dockerfile");
const COMPOSE: &str = include_str!("../../deploy/compose.yaml");
const CADDYFILE: &str = include_str!("../../deploy/Caddyfile");
const NGINX: &str = include_str!("../../deploy/nginx.conf");
const SETTINGS: &str = include_str!("../../deploy/frontdesk.toml");

fn help(command: &str) -> String {
    let output = Command::new(PROGRAM).args([command, "--help"]).output().unwrap();
    assert!(output.status.success(), "there is no command `{command}`");
    String::from_utf8(output.stdout).unwrap()
}

/// Whether the program knows the command, and every option of it.
fn is_known(arguments: &[&str]) {
    let help = help(arguments[0]);
    for option in arguments.iter().filter(|argument| argument.starts_with("--")) {
        assert!(help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n")), "{option}");
    }
}

/// Sections of an INI file, each with the values of its keys in their order.
fn unit() -> BTreeMap<String, Vec<(String, String)>> {
    let mut sections = BTreeMap::<String, Vec<(String, String)>>::new();
    let mut section = String::new();
    for line in UNIT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => name.clone_into(&mut section),
            None => {
                let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("{line}"));
                sections.entry(section.clone()).or_default().push((key.to_owned(), value.to_owned()));
            }
        }
    }
    sections
}

#[test]
fn the_unit_is_hardened_and_starts_what_there_is() {
    let sections = unit();
    assert_eq!(sections.keys().collect::<Vec<_>>(), ["Install", "Service", "Unit"]);
    let service = &sections["Service"];
    let of = |key: &str| {
        service.iter().filter(|(name, _)| name == key).map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    for key in ["ExecStartPre", "ExecStart"] {
        let words: Vec<&str> = of(key)[0].split(' ').collect();
        assert_eq!(words[0], "/usr/bin/frontdesk-server");
        is_known(&words[1..]);
        assert_eq!(words.last(), Some(&"/etc/frontdesk/frontdesk.toml"));
    }
    for key in [
        "NoNewPrivileges",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "PrivateUsers",
        "ProtectClock",
        "ProtectControlGroups",
        "ProtectHostname",
        "ProtectKernelLogs",
        "ProtectKernelModules",
        "ProtectKernelTunables",
        "RestrictNamespaces",
        "RestrictRealtime",
        "RestrictSUIDSGID",
        "LockPersonality",
        "MemoryDenyWriteExecute",
        "RemoveIPC",
    ] {
        assert_eq!(of(key), ["yes"], "{key}");
    }
    for (key, value) in [
        ("ProtectSystem", "strict"),
        ("CapabilityBoundingSet", ""),
        ("UMask", "0077"),
        ("User", "frontdesk"),
        ("StateDirectory", "frontdesk"),
        ("LimitNOFILE", "65536"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
    ] {
        assert_eq!(of(key), [value], "{key}");
    }
    assert_eq!(of("SystemCallFilter")[0], "@system-service");
    // Requests have ten seconds when it is told to stop.
    let grace: u64 = of("TimeoutStopSec")[0].parse().unwrap();
    assert!(grace > frontdesk_server::limits::SHUTDOWN_TIME_MAX.as_secs());
    let mut single =
        service.iter().map(|(key, _)| key).filter(|key| *key != "SystemCallFilter").collect::<Vec<_>>();
    let count = single.len();
    single.sort();
    single.dedup();
    assert_eq!(single.len(), count, "a key is there twice");
}

#[test]
fn the_settings_are_what_the_program_reads() {
    let folder = tempfile::tempdir().unwrap();
    // Every line that is commented out is right as well, one at a time.
    let lines: Vec<&str> = SETTINGS.lines().collect();
    let optional: Vec<usize> =
        (0..lines.len()).filter(|at| lines[*at].starts_with("# ") && lines[*at].contains(" = ")).collect();
    assert!(optional.len() >= 3, "{optional:?}");
    for chosen in std::iter::once(usize::MAX).chain(optional) {
        let line = |(at, line): (usize, &&str)| match at == chosen {
            true => line.trim_start_matches("# ").to_owned(),
            false => (*line).to_owned(),
        };
        let text: Vec<String> = lines.iter().enumerate().map(line).collect();
        let file = folder.path().join("frontdesk.toml");
        std::fs::write(&file, text.join("\n")).unwrap();
        let mut command = Command::new(PROGRAM);
        let output = command.args(["serve", "--check", "--config"]).arg(&file).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{chosen}: {said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("database /var/lib/frontdesk/frontdesk.db (file)"), "{said}");
        assert!(said.contains("trust_proxy 127.0.0.1/32, ::1/128 (file)"), "{said}");
    }
}

/// The instructions of a Dockerfile, with lines that go on put together.
fn instructions() -> Vec<(String, String)> {
    let text = DOCKERFILE.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let text = text.replace("\\\n", " ");
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| line.split_once(' ').unwrap())
        .map(|(name, rest)| (name.to_owned(), rest.trim().to_owned()))
        .collect()
}

#[test]
fn the_container_runs_as_nobody_and_starts_what_there_is() {
    let instructions = instructions();
    let of = |wanted: &str| {
        instructions
            .iter()
            .filter(|(name, _)| name == wanted)
            .map(|(_, rest)| rest.as_str())
            .collect::<Vec<_>>()
    };
    let known = [
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "VOLUME",
        "USER",
        "ENV",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    ];
    assert!(instructions.iter().all(|(name, _)| known.contains(&name.as_str())), "{instructions:?}");
    let bases = of("FROM");
    assert_eq!(bases.len(), 2);
    assert!(bases.iter().all(|base| base.contains(':') && !base.contains(":latest")), "{bases:?}");
    // The oldest Rust that is promised builds it.
    let rust = env!("CARGO_PKG_RUST_VERSION");
    assert!(bases[0].starts_with(&format!("rust:{rust}-")), "{bases:?}");
    assert_eq!(of("USER"), ["65532:65532"]);
    assert!(
        of("RUN")[0].contains("--locked")
            && of("RUN")[0].contains(concat!("--package ", env!("CARGO_PKG_NAME")))
    );
    let words = |text: &str| serde_json::from_str::<Vec<String>>(text).unwrap();
    let entry = words(of("ENTRYPOINT")[0]);
    let copied = of("COPY").into_iter().find(|copy| copy.contains("frontdesk-server")).unwrap();
    assert!(copied.ends_with(&entry[0]), "{copied}");
    is_known(&words(of("CMD")[0]).iter().map(String::as_str).collect::<Vec<_>>());
    let check = of("HEALTHCHECK")[0].split_once("CMD ").unwrap().1;
    assert_eq!(words(check)[1], "health");
    is_known(&["health"]);
    let port = of("EXPOSE")[0];
    assert!(of("ENV")[0].ends_with(&format!(":{port}")), "it listens where it is exposed");
    let ignored = include_str!("../../deploy/Dockerfile.dockerignore");
    assert!(ignored.lines().any(|line| line == "**/target") && ignored.lines().any(|line| line == ".git"));
}

#[test]
fn the_services_of_the_compose_file_fit_together() {
    let compose: Value = serde_saphyr::from_str(COMPOSE).unwrap();
    let services = compose["services"].as_object().unwrap();
    assert_eq!(services.keys().collect::<Vec<_>>(), ["database", "server", "caddy"]);
    let server_help = help("serve");
    for (name, service) in services {
        let image = service["image"].as_str().unwrap();
        assert!(!image.ends_with(":latest"), "{image}");
        for (kind, all) in [("secrets", &compose["secrets"]), ("networks", &compose["networks"])] {
            for used in service[kind].as_array().into_iter().flatten() {
                assert!(all[used.as_str().unwrap()].is_object(), "{name} uses {used}, which is nowhere");
            }
        }
        for volume in service["volumes"].as_array().into_iter().flatten() {
            let source = volume.as_str().unwrap().split(':').next().unwrap();
            let is_file = source.strip_prefix("./").is_some_and(|file| {
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(file).exists()
            });
            assert!(is_file || compose["volumes"][source].is_object(), "{name}: {source}");
        }
        for other in service["depends_on"].as_object().into_iter().flatten().map(|(other, _)| other) {
            assert!(services.contains_key(other), "{name} waits for {other}");
        }
    }
    let server = &services["server"];
    for variable in server["environment"].as_object().unwrap().keys() {
        assert!(
            server_help.contains(&format!("[env: {variable}=")),
            "{variable} means nothing to the server"
        );
    }
    assert_eq!(server["read_only"], true);
    assert_eq!(server["cap_drop"][0], "ALL");
    assert!(
        server.get("ports").is_none() && services["database"].get("ports").is_none(),
        "only the proxy is reached"
    );
    // The proxy that is trusted is the one that is in front.
    let front = &compose["networks"]["front"]["ipam"]["config"][0]["subnet"];
    assert_eq!(&server["environment"]["FRONTDESK_TRUST_PROXY"], front);
    let dockerfile = server["build"]["dockerfile"].as_str().unwrap();
    assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(dockerfile).exists());
}

/// Braces are even, every statement of nginx ends, and both proxies say for whom they ask and hold nothing
/// back.
#[test]
fn the_proxies_ask_the_server_and_let_streams_through() {
    for text in [CADDYFILE, NGINX] {
        let code: String =
            text.lines().map(|line| line.split('#').next().unwrap()).collect::<Vec<_>>().join("\n");
        assert_eq!(code.matches('{').count(), code.matches('}').count());
        assert!(code.contains("127.0.0.1:8080"), "where the server listens if nothing is said");
    }
    for line in NGINX.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert!(line.ends_with([';', '{', '}']), "{line}");
    }
    for needed in [
        "proxy_pass http://frontdesk;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_set_header Host $host;",
        "proxy_buffering off;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
    ] {
        assert!(NGINX.contains(needed), "{needed}");
    }
    let largest = frontdesk_server::limits::CALENDAR_BODY_BYTES_MAX / 1024 / 1024;
    assert!(NGINX.contains(&format!("client_max_body_size {largest}m;")));
    assert!(
        CADDYFILE.contains("reverse_proxy {$SERVER:127.0.0.1:8080}")
            && CADDYFILE.contains("flush_interval -1")
    );
}

/// A health check without an HTTP client.
#[test]
fn a_server_is_asked_how_it_is() {
    use std::io::{BufRead, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(PROGRAM)
        .args(["serve", "--listen", "0.0.0.0:0"])
        .current_dir(folder.path())
        .env("FRONTDESK_LOG", "error")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
    let host = lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned)).unwrap();
    assert!(lines.any(|line| line.starts_with("API documentation")));
    let health = || Command::new(PROGRAM).args(["health", "--listen", &host]).output().unwrap();
    let well = health();
    assert!(well.status.success(), "{}", String::from_utf8_lossy(&well.stderr));
    assert!(String::from_utf8_lossy(&well.stdout).contains("status"));
    let _ = server.kill();
    let _ = server.wait();
    let gone = health();
    assert!(!gone.status.success() && String::from_utf8_lossy(&gone.stderr).contains("no server answers"));
}
