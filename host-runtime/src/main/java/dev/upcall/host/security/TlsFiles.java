package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of one end of a TLS connection, PEM.
 *
 * @param ca certificates of the authorities trusted; empty: those that come with Java
 * @param certificate one's own, with those between it and the authority after it
 * @param key the private key to it, PKCS#8; both or neither
 */
public record TlsFiles(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
  /** Trusts what Java trusts, and shows nothing. */
  public static final TlsFiles STANDARD =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());

  public TlsFiles {
    if (certificate.isPresent() != key.isPresent()) {
      throw Diagnostic.of(HostCode.TLS_FILES)
          .found(certificate.isPresent() ? "a certificate without its key" : "a key alone")
          .need("a certificate and the private key to it")
          .fix("give --tls-cert and --tls-key, or neither")
          .toException();
    }
  }
}
