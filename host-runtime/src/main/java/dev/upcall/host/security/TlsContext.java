package dev.upcall.host.security;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Turns PEM files into what the JDK's TLS works with. */
public final class TlsContext {
  /** What is spoken; nothing older. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private static final String KEY_STORE = "PKCS12";

  private TlsContext() {}

  /**
   * A context that trusts and shows what the files say.
   *
   * @throws UpcallException UP3122 or UP3123 if a file is broken
   */
  public static SSLContext of(TlsFiles files) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(files), trusted(files), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static KeyManager[] keys(TlsFiles files) throws GeneralSecurityException {
    if (files.certificate().isEmpty()) {
      return new KeyManager[0];
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    char[] unused = new char[0];
    factory.init(
        identityStore(
            TlsIdentity.read(files.certificate().get(), files.key().orElseThrow()), unused),
        unused);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trusted(TlsFiles files) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(
        files.ca().isPresent() ? trustStore(PemFiles.certificates(files.ca().get())) : null);
    return factory.getTrustManagers();
  }

  static KeyStore identityStore(TlsIdentity identity, char[] password)
      throws GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry(
        "own", identity.key(), password, identity.chain().toArray(Certificate[]::new));
    return store;
  }

  static KeyStore trustStore(List<X509Certificate> certificates) throws GeneralSecurityException {
    KeyStore store = empty();
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("ca" + i, certificates.get(i));
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KEY_STORE);
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
