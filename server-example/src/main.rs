//! The example server. It does not serve yet: it says which engine and which zone rules it is built on.

fn main() -> std::process::ExitCode {
    println!("frontdesk-server {}, tz data {}", env!("CARGO_PKG_VERSION"), frontdesk::tzdata_version());
    eprintln!("the HTTP API is not built yet; `cargo xtask slots FILE` asks the engine about a clinic");
    std::process::ExitCode::FAILURE
}
