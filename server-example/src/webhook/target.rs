//! Where webhooks may go: to the public internet, and nowhere else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::limits::WEBHOOK_TARGET_BYTES_MAX;

/// The address of a subscriber, if webhooks may go there. What its name stands for is asked again whenever a
/// connection is made.
///
/// # Errors
/// What is wrong with it.
pub fn check(target: &str, allow_private: bool) -> Result<Url, &'static str> {
    if target.len() > WEBHOOK_TARGET_BYTES_MAX {
        return Err("the address is too long");
    }
    let url = Url::parse(target).map_err(|_| "this is no address")?;
    // Parsing has turned every spelling of an IPv4 address, such as `0x7f.1`, into the usual one.
    match url.scheme() {
        "https" => {}
        "http" if allow_private => {}
        _ => return Err("the address must begin with https://"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the address must not have a user or password");
    }
    let host = url.host_str().ok_or("the address has no host")?;
    let literal: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    if !allow_private && literal.is_some_and(|ip| !is_public(ip)) {
        return Err("the address is not public");
    }
    Ok(url)
}

/// Whether an address is one of the public internet (IANA's special-purpose registries say which are not).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    // Only 2000::/3 is given out; of that, tunnels, benchmarks and documentation lead elsewhere or nowhere.
    let [first, second, ..] = ip.segments();
    (0x2000..0x4000).contains(&first)
        && !(first == 0x2001 && (second < 0x0200 || second == 0x0db8))
        && first != 0x2002
        && !(first == 0x3fff && second < 0x1000)
}

/// Asks the system what a name stands for, and believes nothing if any of it is not public: the address that
/// was looked at is the one that is connected to.
pub(super) struct PublicOnly {
    pub(super) allow_private: bool,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if !allow_private && found.iter().any(|address| !is_public(address.ip())) {
                return Err("the name stands for an address that is not public".into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_go_to_the_public_internet_only() {
        for good in [
            "https://example.com/hook",
            "https://example.com:8443/",
            "https://93.184.215.14/",
            "https://[2606:4700::1111]/x?y=z",
        ] {
            assert!(check(good, false).is_ok(), "{good}");
        }
        let bad = [
            "",
            "x",
            "example.com",
            "http://example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
            "https://",
            "https://user@example.com/",
            "https://user:secret@example.com/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://0/",
            "https://10.0.0.1/",
            "https://172.16.0.1/",
            "https://172.31.255.255/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/",
            "https://198.18.0.1/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[fc00::1]/",
            "https://[fe80::1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://[2001:db8::1]/",
            "https://[2001::1]/",
            "https://[ff02::1]/",
            "https://①②⑦.0.0.1/",
        ];
        for bad in bad {
            assert!(check(bad, false).is_err(), "{bad}");
        }
        assert!(
            check(&format!("https://example.com/{}", "x".repeat(WEBHOOK_TARGET_BYTES_MAX)), false).is_err()
        );
        assert!(check("http://127.0.0.1:9/", true).is_ok() && check("ftp://127.0.0.1/", true).is_err());
    }

    #[tokio::test]
    async fn a_name_that_stands_for_loopback_is_refused() {
        let refused = PublicOnly { allow_private: false }.resolve("localhost".parse().expect("a name")).await;
        assert!(refused.is_err());
    }
}
