package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates (X.509) and private keys (PKCS#8, not encrypted) from PEM files, RFC 7468. */
final class PemFiles {
  private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");
  private static final long MAX_BYTES = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private PemFiles() {}

  /**
   * All certificates of a file, in its order.
   *
   * @throws UpcallException UP3122 if there is none, or one cannot be read
   */
  static List<X509Certificate> certificates(Path file) {
    byte[] text = text(file, HostCode.CERTIFICATE).getBytes(StandardCharsets.ISO_8859_1);
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!all.isEmpty()) {
        return all;
      }
    } catch (CertificateException e) {
      throw noCertificate(file, "it cannot be read: " + e.getMessage());
    }
    throw noCertificate(file, "no certificate in it");
  }

  private static UpcallException noCertificate(Path file, String found) {
    return Diagnostic.of(HostCode.CERTIFICATE, file)
        .found("%s", found)
        .need("-----BEGIN CERTIFICATE----- and so on, once or several times")
        .fix("openssl x509 -inform DER -in %s -out %s.pem, if it is DER", file, file)
        .toException();
  }

  /**
   * The private key of a file.
   *
   * @throws UpcallException UP3123 if it is none, in another form or encrypted; nothing of it is
   *     repeated
   */
  static PrivateKey privateKey(Path file) {
    Matcher block = BLOCK.matcher(text(file, HostCode.PRIVATE_KEY));
    while (block.find()) {
      String kind = block.group(1);
      if (kind.equals("PRIVATE KEY")) {
        return decode(file, block.group(2));
      }
      if (kind.endsWith("PRIVATE KEY")) {
        throw noKey(file, "the form " + kind);
      }
    }
    throw noKey(file, "no private key in it");
  }

  private static PrivateKey decode(Path file, String base64) {
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw noKey(file, "damaged Base64");
    }
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        // Of another kind; what fits none is said below.
      }
    }
    throw noKey(file, "a key that is damaged or of an unknown kind");
  }

  private static UpcallException noKey(Path file, String found) {
    return Diagnostic.of(HostCode.PRIVATE_KEY, file)
        .found("%s", found)
        .need("-----BEGIN PRIVATE KEY-----: PKCS#8, not encrypted; RSA, EC or Ed25519")
        .fix("openssl pkcs8 -topk8 -nocrypt -in %s -out %s.pk8", file, file)
        .toException();
  }

  private static String text(Path file, HostCode code) {
    try {
      if (Files.size(file) <= MAX_BYTES) {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      throw Diagnostic.of(code, file)
          .found("it cannot be read (%s)", e.getClass().getSimpleName())
          .fix("check the path, and that this user may read it")
          .toException();
    }
    throw Diagnostic.of(code, file).found("a file of more than 1 MB").toException();
  }
}
