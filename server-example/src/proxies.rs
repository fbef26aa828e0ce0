//! Trusted proxies: the client's address is what `X-Forwarded-For` says, if it comes from a proxy that is
//! trusted. Anybody can write that header, so nobody else is believed.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;
use ipnet::IpNet;

use crate::limits::FORWARDED_HOPS_MAX;

/// An address, or a network such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proxy(IpNet);

impl FromStr for Proxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        let network: IpNet = network.map_err(|_| "an address, or a network such as 10.0.0.0/8".to_owned())?;
        match network.prefix_len() {
            // Whoever trusts all lets everybody choose an address.
            0 => Err("a network of everybody can't be trusted".to_owned()),
            _ => Ok(Self(network)),
        }
    }
}

impl std::fmt::Display for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The proxies that are trusted.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<Proxy>);

impl Proxies {
    /// These.
    pub fn new(trusted: Vec<Proxy>) -> Self {
        Self(trusted)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|Proxy(network)| network.contains(&address.to_canonical()))
    }

    /// Who asks: `peer`, or the last address before the trusted proxies. What stands before an address that
    /// is not trusted, or that is none, can be written by anybody.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if self.0.is_empty() || !self.trusts(peer) {
            return peer;
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let hops = lines.flat_map(|line| line.to_str().unwrap_or("?").rsplit(',').map(str::trim));
        let mut client = peer;
        for hop in hops.take(FORWARDED_HOPS_MAX) {
            let Some(address) = address(hop) else { break };
            client = address;
            if !self.trusts(address) {
                break;
            }
        }
        client
    }
}

/// Some proxies add the port.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.parse().ok();
    let bare = bare.or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
    bare.or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
        .map(|ip: IpAddr| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(trusted: &[&str]) -> Proxies {
        Proxies::new(trusted.iter().map(|text| text.parse().expect("it is one")).collect())
    }

    #[test]
    fn the_last_address_before_trusted_proxies_is_the_client() {
        let trusted = proxies(&["10.0.0.0/8", "::1", "127.0.0.1"]);
        for (peer, lines, client) in [
            // Nobody who is not trusted is believed.
            ("192.0.2.1", &["198.51.100.7"][..], "192.0.2.1"),
            ("10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &[""], "10.0.0.1"),
            // What a client writes itself stands before what the proxy adds.
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["198.51.100.7, 10.9.9.9"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7, 10.9.9.9, 127.0.0.1"], "198.51.100.7"),
            // All of them trusted: the first is where it began.
            ("10.0.0.1", &["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
            ("10.0.0.1", &["198.51.100.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["unknown, 10.2.2.2"], "10.2.2.2"),
            ("10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7"),
            ("::1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("::1", &["[2001:db8::7]"], "2001:db8::7"),
            ("::1", &["2001:db8::7"], "2001:db8::7"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().expect("it is one"));
            }
            let found = trusted.client(peer.parse().expect("it is one"), &headers);
            assert_eq!(found, client.parse::<IpAddr>().expect("it is one"), "{peer} {lines:?}");
        }
    }

    #[test]
    fn so_many_hops_are_looked_at() {
        let trusted = proxies(&["10.0.0.0/8"]);
        for (inner, client) in [(FORWARDED_HOPS_MAX - 1, "198.51.100.7"), (FORWARDED_HOPS_MAX, "10.0.0.2")] {
            let line = format!("198.51.100.7{}", ", 10.0.0.2".repeat(inner));
            let headers = HeaderMap::from_iter([(
                "x-forwarded-for".parse().expect("it is one"),
                line.parse().expect("it is one"),
            )]);
            let found = trusted.client("10.0.0.1".parse().expect("it is one"), &headers);
            assert_eq!(found, client.parse::<IpAddr>().expect("it is one"), "{inner}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        for text in ["10.0.0.0/8", "127.0.0.1", "::1", "fd00::/8"] {
            assert!(text.parse::<Proxy>().is_ok(), "{text}");
        }
        for text in ["", "localhost", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.1:80"] {
            assert!(text.parse::<Proxy>().is_err(), "{text}");
        }
    }
}
