//! `cargo xtask …`: set-up and checks as Rust, so that nothing but the toolchain needs to be there
//! beforehand.

mod batches;
mod bench;
mod calendars;
mod clients;
mod demo_server;
mod docs;
mod fuzz;
mod instructions;
mod pages;
mod release;
mod serve;
mod setup;
mod slots;
mod test;
mod types;
mod tzdata;
mod wasm;
mod wheel;

use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Set-up and checks of this repository")]
enum Xtask {
    /// Try the engine in DataFusion and in Spark
    Batches(batches::Batches),
    /// Hold the engine against what else there is, in Rust, Node.js, Chromium and Python
    Bench(bench::Bench),
    /// Compare what is read of real calendars with what another reader reads
    Calendars(calendars::Calendars),
    /// Make clients of the server's OpenAPI document, and book with each
    Clients(clients::Clients),
    /// Build the documentation site, and follow its links
    Docs(docs::Docs),
    /// Try the engine and the server with what nobody would write by hand
    #[command(subcommand)]
    Fuzz(fuzz::Fuzz),
    /// Count the instructions of each workload, and refuse one that takes more than before
    Instructions(instructions::Instructions),
    /// Build the server's pages, which are checked in as they are built
    Pages(pages::Pages),
    /// Pack all that a release consists of, and try each part from an empty project
    Release(release::Release),
    /// Serve the API on a demo clinic
    Serve(serve::Serve),
    /// List the slots of a clinic, or say why a start is not among them
    Slots(slots::Slots),
    /// Run every check of the repository
    Test(test::Test),
    /// Print the types of other languages from the wire schema
    Types(types::Types),
    /// Take in the tz database that `xtask/src/tzdata.rs` pins
    Tzdata(tzdata::Tzdata),
    /// Build the npm package, and say how large it is
    Wasm(wasm::Wasm),
    /// Build the Python package
    Wheel(wheel::Wheel),
}

fn main() -> std::process::ExitCode {
    let done = match Xtask::parse() {
        Xtask::Batches(command) => command.run(),
        Xtask::Bench(command) => command.run(),
        Xtask::Calendars(command) => command.run(),
        Xtask::Clients(command) => command.run(),
        Xtask::Docs(command) => command.run(),
        Xtask::Fuzz(command) => command.run(),
        Xtask::Instructions(command) => command.run(),
        Xtask::Pages(command) => command.run(),
        Xtask::Release(command) => command.run(),
        Xtask::Serve(command) => command.run(),
        Xtask::Slots(command) => command.run(),
        Xtask::Test(command) => command.run(),
        Xtask::Types(command) => command.run(),
        Xtask::Tzdata(command) => command.run(),
        Xtask::Wasm(command) => command.run(),
        Xtask::Wheel(command) => command.run(),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes in one line: a backtrace through a task tells its user nothing.
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
