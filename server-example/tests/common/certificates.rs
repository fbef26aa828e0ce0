//! Certificates of a test's own, by the `openssl` program.

use std::path::{Path, PathBuf};
use std::process::Command;

/// An authority.
pub(crate) struct Certificates {
    pub(crate) root: PathBuf,
    key: PathBuf,
}

/// A certificate and its key.
pub(crate) struct Pair {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Certificates {
    pub(crate) fn new(folder: &Path, name: &str) -> Self {
        let (root, key) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.key")));
        let mut command = Command::new("openssl");
        command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
        command.args(["-days", "2", "-subj", &format!("/CN={name}")]);
        done(command.arg("-keyout").arg(&key).arg("-out").arg(&root));
        Self { root, key }
    }

    /// For a server, with these alternative names.
    pub(crate) fn server(&self, folder: &Path, name: &str, names: &str) -> Pair {
        self.signed(folder, name, &format!("subjectAltName={names}"))
    }

    /// For a user of a database.
    pub(crate) fn client(&self, folder: &Path, user: &str) -> Pair {
        self.signed(folder, user, "extendedKeyUsage=clientAuth")
    }

    fn signed(&self, folder: &Path, name: &str, extension: &str) -> Pair {
        let file = |end: &str| folder.join(format!("{name}.{end}"));
        let (certificate, key) = (file("pem"), file("key"));
        let mut command = Command::new("openssl");
        command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
        command.args(["-days", "2", "-subj", &format!("/CN={name}"), "-addext", extension]);
        command.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
        command.arg("-CA").arg(&self.root).arg("-CAkey").arg(&self.key);
        done(command.arg("-keyout").arg(&key).arg("-out").arg(&certificate));
        Pair { certificate, key }
    }
}

fn done(command: &mut Command) {
    let output = command.output().expect("openssl is there: Debian: `apt-get install openssl`");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
