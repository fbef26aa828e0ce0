//! The pages: what a browser is sent, and whether what was built is of the sources that are there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use frontdesk_server::api;
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use crate::common::Server;

const PAGES: [&str; 4] = ["/book/shop-abc123", "/wait/bwl_whatever", "/desk", "/embed/shop-abc123"];
const ELEMENT: &str = "/pages/frontdesk-booking.js";

async fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::builder().method(Method::GET).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response =
        server.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.expect("it answers");
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
    (status, headers, bytes.to_vec())
}

/// The files that a page names.
fn named(page: &str) -> Vec<String> {
    let from = page.split("\"/pages/").skip(1);
    from.filter_map(|rest| rest.split('"').next()).map(|name| format!("/pages/{name}")).collect()
}

#[tokio::test]
async fn a_page_is_asked_for_again_and_its_files_are_kept_for_good() {
    let server = Server::demo().await;
    for path in PAGES {
        let (status, headers, body) = get(&server, path, &[]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(headers["cache-control"], "no-cache");
        assert_eq!(headers["x-frame-options"], "DENY");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        let page = String::from_utf8(body).unwrap();
        assert!(
            !page.contains("<style") && !page.contains("http://") && !page.contains("https://"),
            "{page}"
        );
        assert_eq!(
            page.matches("<script").count(),
            page.matches("<script type=\"module\" ").count(),
            "{page}"
        );

        let tag = headers["etag"].to_str().unwrap();
        let (status, headers, body) = get(&server, path, &[("if-none-match", tag)]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
        assert!(headers.contains_key("content-security-policy"));

        let files = named(&page);
        assert!(files.iter().any(|file| file.ends_with(".js")), "{page}");
        for file in files {
            let (status, headers, plain) = get(&server, &file, &[]).await;
            assert_eq!(status, StatusCode::OK, "{file}");
            assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
            assert_eq!(headers["vary"], "accept-encoding");
            assert!(!headers.contains_key("content-encoding"));
            let (_, headers, packed) = get(&server, &file, &[("accept-encoding", "gzip, br;q=0.9")]).await;
            assert_eq!(headers["content-encoding"], "br");
            assert!(packed.len() < plain.len(), "{file}");
            let (_, headers, _) = get(&server, &file, &[("accept-encoding", "gzip, br;q=0")]).await;
            assert!(!headers.contains_key("content-encoding"));
        }
    }
    for path in ["/pages/book.html", "/pages/assets.rs", "/pages/..%2fCargo.toml", "/book", "/book/a/b"] {
        assert_eq!(get(&server, path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Its name is always the same, so a browser that kept it for good would have an old one.
#[tokio::test]
async fn the_element_of_other_sites_is_asked_for_again_and_what_it_needs_is_beside_it() {
    let mut server = Server::demo().await;
    let mut app = server.app.clone();
    app.cors_origins = vec!["https://practice.example".parse().unwrap()].into();
    server.router = api::router(app);
    let theirs = ("origin", "https://practice.example");
    let (status, headers, body) = get(&server, ELEMENT, &[theirs]).await;
    assert_eq!((status, headers["cache-control"].to_str().unwrap()), (StatusCode::OK, "no-cache"));
    assert_eq!(headers["access-control-allow-origin"], "https://practice.example");
    let tag = headers["etag"].to_str().unwrap();
    assert_eq!(get(&server, ELEMENT, &[("if-none-match", tag)]).await.0, StatusCode::NOT_MODIFIED);
    let (_, headers, _) = get(&server, ELEMENT, &[("origin", "https://other.example")]).await;
    assert!(!headers.contains_key("access-control-allow-origin"));
    // The first of its files, and in that the part of the engine that finds slots.
    let mut text = String::from_utf8(body).unwrap();
    for (begin, end) in [("start-", ".js"), ("slots-", ".wasm")] {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let before =
            text.match_indices(end).map(|(at, _)| text[..at].rsplit(|letter| !is_part(letter)).next());
        let named = before.flatten().find(|name| name.starts_with(begin));
        let file = format!("/pages/{}{end}", named.unwrap_or_else(|| panic!("{begin} is not in it")));
        let (status, headers, bytes) = get(&server, &file, &[theirs]).await;
        assert_eq!(status, StatusCode::OK, "{file}");
        assert_eq!(headers["access-control-allow-origin"], "https://practice.example");
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
}

/// A server that unpacked each time could be kept busy by whoever asks without Brotli.
#[tokio::test]
async fn a_file_is_unpacked_once() {
    let server = Server::demo().await;
    let ask = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = server.router.clone().oneshot(request).await.unwrap();
        axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap()
    };
    let page = String::from_utf8(ask("/desk").await.to_vec()).unwrap();
    for file in named(&page) {
        let (first, again) = (ask(&file).await, ask(&file).await);
        assert!(!first.is_empty() && std::ptr::eq(first.as_ptr(), again.as_ptr()), "{file}");
    }
}

#[tokio::test]
async fn an_operator_can_do_without_them() {
    let mut server = Server::demo().await;
    let mut app = server.app.clone();
    app.pages = false;
    server.router = api::router(app);
    for path in PAGES {
        assert_eq!(get(&server, path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(get(&server, "/health", &[]).await.0, StatusCode::OK);
}

/// As `build.mjs` hashes them.
fn hash_of(folder: &Path, names: &[&str]) -> String {
    fn files(path: &Path, found: &mut Vec<PathBuf>) {
        match path.is_dir() {
            true => std::fs::read_dir(path).unwrap().for_each(|entry| files(&entry.unwrap().path(), found)),
            false => found.push(path.to_owned()),
        }
    }
    let mut found = Vec::new();
    names.iter().for_each(|name| files(&folder.join(name), &mut found));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut named: Vec<(String, PathBuf)> = found
        .into_iter()
        .map(|path| (path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), path))
        .collect();
    named.sort();
    let mut hash = Sha256::new();
    for (name, path) in named {
        hash.update(format!("{name}\0"));
        hash.update(std::fs::read(path).unwrap());
        hash.update([0]);
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn what_is_built_is_of_the_sources_that_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages");
    let names = [
        "book.html",
        "wait.html",
        "embed.html",
        "desk.html",
        "build.mjs",
        "package.json",
        "package-lock.json",
        "tsconfig.json",
        "vite.config.ts",
        "src",
    ];
    let built: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("dist/built-from.json")).unwrap()).unwrap();
    let is = hash_of(&folder, &names);
    assert_eq!(built["pages"], is, "the pages are older than their sources: run `cargo xtask pages`");
}
