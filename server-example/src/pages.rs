//! The pages for people: booking, waiting, the desk. They are built from `pages/` into `pages/dist/`, are a
//! part of the program, and ask the API like anybody else.

use std::io::Read;
use std::sync::OnceLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::encoding::accepts;
use crate::error::ApiError;

/// The pages' own files and nothing else. Scripts may compile WebAssembly, which the engine is.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src \
                      'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors \
                      'none'";

/// A file that the pages are made of, compressed with Brotli.
struct Asset {
    /// Its name; but for pages and the element, a hash of its content is in it.
    name: &'static str,
    content_type: &'static str,
    /// A hash of its content.
    tag: &'static str,
    /// As `Content-Encoding: br`.
    brotli: &'static [u8],
}

/// The script of `<frontdesk-booking>`. Other sites name it, so it is asked for again as a page is.
const ELEMENT: &str = "frontdesk-booking.js";

/// What `cargo xtask pages` has built.
static ASSETS: &[Asset] = include!("../pages/dist/assets.rs");

/// Each of them as it is without Brotli, once somebody has asked for it so.
static PLAIN: [OnceLock<Option<Vec<u8>>>; ASSETS.len()] = [const { OnceLock::new() }; ASSETS.len()];

/// Where the pages are. Each is the same document for everybody: what stands in the address, its script
/// reads.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/book/{shop_uid}", get(async |headers: HeaderMap| page("book.html", &headers)))
        .route("/wait/{wait_token}", get(async |headers: HeaderMap| page("wait.html", &headers)))
        .route("/desk", get(async |headers: HeaderMap| page("desk.html", &headers)))
        .route("/embed/{shop_uid}", get(async |headers: HeaderMap| page("embed.html", &headers)))
        .route(
            "/pages/{file}",
            get(async |Path(name): Path<String>, headers: HeaderMap| match name == ELEMENT {
                true => page(ELEMENT, &headers),
                false => file(&name, &headers),
            }),
        )
}

/// A page is asked for again each time, and is not sent again while it is the same.
fn page(name: &str, asked: &HeaderMap) -> Response {
    let Some(asset) = find(name) else { return ApiError::not_found().into_response() };
    let tag = format!("\"{}\"", asset.tag);
    let is_known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { content(asset, asked) };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// A file whose name changes with its content is kept for good.
fn file(name: &str, asked: &HeaderMap) -> Response {
    let Some(asset) = find(name).filter(|asset| !is_page(asset.name)) else {
        return ApiError::not_found().into_response();
    };
    let mut response = content(asset, asked);
    let for_good = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, for_good);
    response
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

fn is_page(name: &str) -> bool {
    name.ends_with(".html")
}

fn content(asset: &Asset, asked: &HeaderMap) -> Response {
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if accepts(asked, "br") {
        let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("br"))];
        return (head, encoding, asset.brotli).into_response();
    }
    // Browsers take Brotli over `https` and from the machine itself only.
    match plain(asset) {
        Some(bytes) => (head, bytes).into_response(),
        None => ApiError::internal(&"a page is not what was built").into_response(),
    }
}

/// What Brotli made smaller. It is unpacked once: of the engine, that takes longer than all else that is
/// asked.
fn plain(asset: &Asset) -> Option<&'static [u8]> {
    let place = ASSETS.iter().position(|other| other.name == asset.name)?;
    let unpack = || {
        let mut bytes = Vec::new();
        let mut reader = brotli_decompressor::Decompressor::new(asset.brotli, 4_096);
        reader.read_to_end(&mut bytes).is_ok().then_some(bytes)
    };
    PLAIN[place].get_or_init(unpack).as_deref()
}
