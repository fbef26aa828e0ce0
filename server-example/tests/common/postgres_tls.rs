//! A PostgreSQL that listens on this machine's own address, with a certificate or without.

use std::path::Path;

use super::certificates::Pair;
use super::postgres::{Postgres, owned_by_postgres};

impl Postgres {
    /// With `pair` it can encrypt; with `clients`, an authority, it takes nobody without a certificate of
    /// that.
    pub(crate) async fn start_on_tcp(pair: Option<&Pair>, clients: Option<&Path>) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = |folder: &Path| {
            let mut settings = vec!["listen_addresses=127.0.0.1".to_owned(), format!("port={port}")];
            let mut set = |name: &str, from: &Path, mode: u32| {
                let to = folder.join(name);
                std::fs::copy(from, &to).unwrap();
                give(&to, mode);
                settings.push(format!("{name}={}", to.display()));
            };
            if let Some(pair) = pair {
                set("ssl_cert_file", &pair.certificate, 0o600);
                set("ssl_key_file", &pair.key, 0o600);
            }
            if let Some(clients) = clients {
                set("ssl_ca_file", clients, 0o600);
                let rules = folder.join("rules");
                let text = "local all all trust\nhostssl all all all trust clientcert=verify-full\n";
                std::fs::write(&rules, text).unwrap();
                give(&rules, 0o600);
                settings.push(format!("hba_file={}", rules.display()));
            }
            settings.extend(pair.map(|_| "ssl=on".to_owned()));
            settings
        };
        Self::start_with(port, settings).await
    }

    /// A new and empty database, by this machine's name.
    pub(crate) async fn tcp_database(&self, name: &str) -> String {
        self.database(name).await;
        self.tcp_address(name)
    }

    pub(crate) fn tcp_address(&self, database: &str) -> String {
        format!("postgres://postgres@localhost:{}/{database}", self.port)
    }
}

/// Gives a file to whom PostgreSQL runs as, with a mode.
fn give(file: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let _ = mode;
    owned_by_postgres(file);
}
