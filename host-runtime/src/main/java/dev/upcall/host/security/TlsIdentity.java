package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * A private key and the certificate to it, valid today and belonging together.
 *
 * @param chain one's own certificate, then those between it and the authority
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");
  private static final byte[] PROBE = {1, 2, 3};

  /**
   * Reads both.
   *
   * @throws UpcallException UP3122 if the certificate cannot be read, is out of date or of another
   *     key; UP3123 if the key cannot be read
   */
  static TlsIdentity read(Path certificate, Path key) {
    TlsIdentity identity =
        new TlsIdentity(PemFiles.privateKey(key), PemFiles.certificates(certificate));
    X509Certificate own = identity.chain.get(0);
    try {
      own.checkValidity();
      if (belong(identity.key, own.getPublicKey())) {
        return identity;
      }
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw Diagnostic.of(HostCode.CERTIFICATE, certificate)
          .found(
              "valid from %s to %s", own.getNotBefore().toInstant(), own.getNotAfter().toInstant())
          .need("one that is valid now")
          .fix("have it issued anew")
          .toException();
    } catch (GeneralSecurityException e) {
      // A key of another kind does not verify at all.
    }
    throw Diagnostic.of(HostCode.CERTIFICATE, certificate)
        .found("the certificate of another key than %s", key)
        .fix("openssl x509 -noout -pubkey -in %s; openssl pkey -pubout -in %s", certificate, key)
        .toException();
  }

  private static boolean belong(PrivateKey key, PublicKey other) throws GeneralSecurityException {
    String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm());
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(other);
    signature.update(PROBE);
    return signature.verify(signed);
  }
}
