//! The way to a PostgreSQL, encrypted by rustls where the address asks for it.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_cert_signed_by_trust_anchor};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_postgres::{Client, Config, Connection, Error, Socket};

use super::sslmode::{Encryption, Mode, Roots};
use crate::store::{StoreError, StoreResult};

/// What servers of version 17 and later know the protocol by.
const PROTOCOL: &[u8] = b"postgresql";

/// How connections to one server are made.
#[derive(Clone)]
pub(super) struct Connector {
    config: Config,
    mode: Mode,
    tls: Tls,
    /// Whether it was said already that the connections are plain.
    has_warned: Arc<AtomicBool>,
}

impl Connector {
    /// # Errors
    /// If a certificate or key can't be read.
    pub(super) fn new(config: Config, encryption: &Encryption) -> StoreResult<Self> {
        let tls = match encryption.mode {
            Mode::Disable => None,
            _ => Some(Arc::new(client_config(encryption)?)),
        };
        let has_warned = Arc::default();
        Ok(Self { config, mode: encryption.mode, tls: Tls(tls), has_warned })
    }

    /// A new connection, in the first way that works of those that the mode allows.
    pub(super) async fn connect(&self) -> Result<(Client, Connection<Socket, Encrypted<Socket>>), Error> {
        let mut before: Option<Error> = None;
        for mode in self.mode.attempts() {
            let mut config = self.config.clone();
            config.ssl_mode(*mode);
            match config.connect(self.tls.clone()).await {
                Ok(connected) => {
                    if *mode == SslMode::Disable {
                        self.warn(before.as_ref());
                    }
                    return Ok(connected);
                }
                Err(error) => before = Some(more_telling(before, error, *mode)),
            }
        }
        Err(before.expect("every mode has an attempt"))
    }

    /// What libpq does in silence: go on without encryption.
    fn warn(&self, because: Option<&Error>) {
        if self.mode != Mode::Disable && !self.has_warned.swap(true, Ordering::Relaxed) {
            let because = because.map(|error| super::error::said(error).to_string());
            tracing::warn!(
                because,
                "the connections to the database are not encrypted; sslmode=verify-full insists on it"
            );
        }
    }
}

impl deadpool_postgres::Connect for Connector {
    fn connect(
        &self,
        _: &Config,
    ) -> Pin<Box<dyn Future<Output = Result<(Client, tokio::task::JoinHandle<()>), Error>> + Send + '_>> {
        Box::pin(async {
            let (client, connection) = self.connect().await?;
            let task = tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::warn!(error = %super::error::said(&error), "a connection to the database broke");
                }
            });
            Ok((client, task))
        })
    }
}

/// Of the failures of two ways, the one that says why: a server that takes no connection of one kind says so
/// of that kind alone.
fn more_telling(before: Option<Error>, error: Error, mode: SslMode) -> Error {
    let telling = |error: &Error| match error.code() {
        Some(code) if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION => 1,
        Some(_) => 2,
        None => 0,
    };
    match before {
        None => error,
        Some(before) => match telling(&before).cmp(&telling(&error)) {
            std::cmp::Ordering::Less => error,
            // Of two that say as much, that of the encrypted way.
            std::cmp::Ordering::Equal if mode == SslMode::Require => error,
            _ => before,
        },
    }
}

fn client_config(encryption: &Encryption) -> StoreResult<ClientConfig> {
    let wrong = |error: rustls::Error| StoreError::Broken(format!("TLS to the database: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match (roots(&encryption.roots)?, encryption.mode) {
        (Some(roots), Mode::VerifyFull) => {
            let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone());
            verifier.build().map_err(|error| StoreError::Broken(format!("sslrootcert: {error}")))?
        }
        (roots, _) => Arc::new(NoName { roots, provider: provider.clone() }),
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(wrong)?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match &encryption.own {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let key = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable("sslkey", key, &error))?;
            builder.with_client_auth_cert(certificates("sslcert", certificate)?, key).map_err(wrong)?
        }
    };
    config.alpn_protocols = vec![PROTOCOL.to_vec()];
    Ok(config)
}

fn roots(roots: &Roots) -> StoreResult<Option<RootCertStore>> {
    let mut store = RootCertStore::empty();
    match roots {
        Roots::None => return Ok(None),
        Roots::System => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        Roots::File(file) => {
            for certificate in certificates("sslrootcert", file)? {
                store.add(certificate).map_err(|error| unreadable("sslrootcert", file, &error))?;
            }
        }
    }
    Ok(Some(store))
}

fn certificates(what: &str, file: &Path) -> StoreResult<Vec<CertificateDer<'static>>> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let read = read.map_err(|error| unreadable(what, file, &error))?;
    if read.is_empty() {
        return Err(unreadable(what, file, &"there is no certificate in it"));
    }
    Ok(read)
}

fn unreadable(what: &str, file: &Path, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Broken(format!("{what} `{}` can't be used: {error}", file.display()))
}

/// Takes a certificate whatever name is in it: one that the roots have signed, or without roots any at all.
#[derive(Debug)]
struct NoName {
    roots: Option<RootCertStore>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for NoName {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Some(roots) = &self.roots {
            let algorithms = self.provider.signature_verification_algorithms.all;
            let certificate = ParsedCertificate::try_from(end_entity)?;
            verify_server_cert_signed_by_trust_anchor(&certificate, roots, intermediates, now, algorithms)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// rustls for the driver; nothing where the address wants no encryption.
#[derive(Clone)]
struct Tls(Option<Arc<ClientConfig>>);

type Handshake<S> = Pin<Box<dyn Future<Output = std::io::Result<Encrypted<S>>> + Send>>;

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> MakeTlsConnect<S> for Tls {
    type Stream = Encrypted<S>;
    type TlsConnect = Server;
    type Error = std::convert::Infallible;

    fn make_tls_connect(&mut self, name: &str) -> Result<Server, Self::Error> {
        Ok(Server { config: self.0.clone(), name: name.to_owned() })
    }
}

/// A server whose name is known, and what is asked of it.
struct Server {
    config: Option<Arc<ClientConfig>>,
    name: String,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> TlsConnect<S> for Server {
    type Stream = Encrypted<S>;
    type Error = std::io::Error;
    type Future = Handshake<S>;

    fn connect(self, stream: S) -> Handshake<S> {
        Box::pin(async move {
            let config = self.config.ok_or(std::io::ErrorKind::Unsupported)?;
            let name = ServerName::try_from(self.name).map_err(std::io::Error::other)?;
            let stream = tokio_rustls::TlsConnector::from(config).connect(name, stream).await?;
            Ok(Encrypted(Box::new(stream)))
        })
    }
}

/// An encrypted connection.
pub(super) struct Encrypted<S>(Box<tokio_rustls::client::TlsStream<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Encrypted<S> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Encrypted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Encrypted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
