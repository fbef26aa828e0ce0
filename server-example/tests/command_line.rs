//! The program itself: over a real socket, with the commands that work beside it, and the lines of its README as they stand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test that meets what it did not expect has failed"
)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");

/// A server that runs, on a demo of its own.
struct Running {
    server: Child,
    address: String,
    key: String,
    folder: TempDir,
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("demo.db");
        let mut server = Command::new(PROGRAM)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database"])
            .arg(&database)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut after = |words: &str| lines.find_map(|line| line.strip_prefix(words).map(str::to_owned)).unwrap();
        let address = after("listening on ");
        let key = after("demo key ");
        Self { server, address, key, folder }
    }

    fn program(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).arg("--database").arg(self.folder.path().join("demo.db")).output().unwrap()
    }

    /// Runs lines of a shell as a user would type them, and gives what they print.
    fn shell(&self, lines: &str) -> String {
        let mut shell = Command::new("sh");
        shell.args(["-euc", lines]).env("HOST", &self.address).env("KEY", &self.key);
        let output = shell.output().expect("there is a shell");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{lines}\n{errors}\n`curl` and `sh` must be there");
        String::from_utf8(output.stdout).unwrap()
    }

    fn status(&self, path: &str, key: &str) -> String {
        self.shell(&format!("curl -s -o /dev/null -w '%{{http_code}}' \"$HOST{path}\" -H 'X-API-Key: {key}'"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn the_lines_of_the_readme() {
    let running = Running::start();
    let readme = include_str!("../README.md");
    let blocks: Vec<&str> = readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 3, "{}", blocks.len());
    // One shell for all: a line uses what an earlier one has found. Whatever is refused has an `error` in it.
    let printed = running.shell(&blocks.join("\n"));
    for expected in
        ["\"status\":\"held\"", "\"status\":\"confirmed\"", "\"status\":\"cancelled\"", "\"weekday\":0", "\"name\":\"Check-up\""]
    {
        assert!(printed.contains(expected), "{expected} is not in\n{printed}");
    }
    assert!(!printed.contains("\"error\""), "{printed}");
}

#[test]
fn keys_are_made_and_revoked_beside_a_running_server() {
    let running = Running::start();
    let types = "/v1/management/scheduling/appointment-types";
    let created = running.program(&["org", "create", "--org", "org-new"]);
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    let made = running.program(&["key", "create", "--org", "org-new", "--permission", "scheduling:read", "scheduling:admin"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let key = String::from_utf8(made.stdout).unwrap();
    let key = key.strip_suffix('\n').expect("the key alone is on the line");
    assert!(!key.contains(char::is_whitespace));
    assert_eq!(running.status(types, key), "200");
    assert_eq!(running.status("/v1/management/scheduling/appointments", key), "200");

    let listed = String::from_utf8(running.program(&["key", "list", "--org", "org-new"]).stdout).unwrap();
    assert!(!listed.contains(key), "the secret is shown again");
    let uid = listed.split('\t').next().unwrap();
    assert!(running.program(&["key", "revoke", uid]).status.success());
    // A key that was verified is believed for a second.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(running.status(types, key), "401");
    for wrong in [
        &["key", "revoke", uid][..],
        &["key", "create", "--org", "org-404", "--permission", "scheduling:read"],
        &["key", "create", "--org", "org-new", "--permission", "everything"],
        &["org", "create", "--org", "org-new"],
        &["org", "create", "--org", "org-x", "--timezone", "Berlin"],
    ] {
        let refused = running.program(wrong);
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{wrong:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).starts_with("error: "), "{wrong:?}");
    }
}

#[test]
#[cfg(unix)]
fn it_ends_when_it_is_told_to() {
    let mut running = Running::start();
    let pid = running.server.id().to_string();
    assert!(Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status().unwrap().success());
    assert!(running.server.wait().unwrap().success());
}
