package dev.upcall.host.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Authorities and the certificates that they issue, made with openssl in a folder. */
public final class Certificates {
  private final Path folder;

  /** One private key serves all of them: what they say is what differs. */
  private final Path key;

  /**
   * Makes the key.
   *
   * @param folder for the files
   */
  public Certificates(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.key = newKey("key");
  }

  /** The private key of every certificate, PKCS#8. */
  public Path key() {
    return key;
  }

  /** A private key of no certificate. */
  public Path newKey(String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".pem");
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at(file));
    return file;
  }

  /** The same key in another form. */
  public Path convert(String name, String... how) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".pem");
    List<String> command = new ArrayList<>(List.of(how));
    command.addAll(List.of("-in", at(key), "-out", at(file)));
    openssl(command.toArray(String[]::new));
    return file;
  }

  /** An authority, which has signed itself. */
  public Path authority(String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".pem");
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        at(key),
        "-subj",
        "/CN=" + name,
        "-days",
        "2",
        "-addext",
        "basicConstraints=critical,CA:TRUE",
        "-out",
        at(file));
    return file;
  }

  /**
   * A certificate.
   *
   * @param subject its common name
   * @param names subject alternative names, such as {@code DNS:localhost}
   * @param days that it is valid; negative: it has expired
   */
  public Path issue(Path authority, String subject, String names, int days)
      throws IOException, InterruptedException {
    String name = subject + "-" + authority.getFileName() + "-" + names.hashCode() + days;
    Path request = folder.resolve(name + ".csr");
    Path extensions = folder.resolve(name + ".ext");
    Path file = folder.resolve(name + ".pem");
    Files.writeString(extensions, "subjectAltName=" + names + "\n");
    openssl("req", "-new", "-key", at(key), "-subj", "/CN=" + subject, "-out", at(request));
    openssl(
        "x509",
        "-req",
        "-in",
        at(request),
        "-CA",
        at(authority),
        "-CAkey",
        at(key),
        "-set_serial",
        String.valueOf(1 + (name.hashCode() & 0xffff)),
        "-days",
        String.valueOf(days),
        "-extfile",
        at(extensions),
        "-out",
        at(file));
    return file;
  }

  private static String at(Path file) {
    return file.toAbsolutePath().toString();
  }

  private static void openssl(String... arguments) throws IOException, InterruptedException {
    try (Programs.Running running = Programs.start("openssl", arguments)) {
      if (running.process().waitFor() != 0) {
        throw new AssertionError("openssl " + String.join(" ", arguments));
      }
    }
  }
}
