package dev.upcall.host.security;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * PEM files as a PKCS#12 store on disk, for libraries that read nothing else: readable by this user
 * only, encrypted with a password made for it, and gone when closed.
 */
public final class StoreFile implements AutoCloseable {
  private static final int PASSWORD_BYTES = 24;

  private final Path path;
  private final String password;

  private StoreFile(Path path, String password) {
    this.path = path;
    this.password = password;
  }

  /**
   * Certificate and key of a server.
   *
   * @throws UpcallException UP3122 or UP3123 if they are broken
   */
  public static StoreFile identity(TlsFiles files) {
    TlsIdentity identity =
        TlsIdentity.read(files.certificate().orElseThrow(), files.key().orElseThrow());
    return write(password -> TlsContext.identityStore(identity, password.toCharArray()));
  }

  /**
   * Authorities that are trusted.
   *
   * @throws UpcallException UP3122 if they are broken
   */
  public static StoreFile trusted(Path ca) {
    var certificates = PemFiles.certificates(ca);
    return write(password -> TlsContext.trustStore(certificates));
  }

  /** Makes a store to be written with a password. */
  @FunctionalInterface
  private interface Maker {
    KeyStore make(String password) throws GeneralSecurityException;
  }

  private static StoreFile write(Maker maker) {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    try {
      // Where the file system has permissions, a temporary file is its owner's alone.
      Path path = Files.createTempFile("upcall", ".p12");
      try (OutputStream out = Files.newOutputStream(path)) {
        maker.make(password).store(out, password.toCharArray());
      }
      return new StoreFile(path, password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PKCS#12", e);
    }
  }

  public Path path() {
    return path;
  }

  /** For that store and no other. */
  public String password() {
    return password;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
