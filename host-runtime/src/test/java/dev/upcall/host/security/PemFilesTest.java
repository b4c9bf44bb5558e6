package dev.upcall.host.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
  @TempDir Path folder;

  @Test
  void keysOfEveryOtherFormAreRefusedWithTheCommandThatHelps() throws Exception {
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    Certificates certificates = new Certificates(folder);
    assertEquals("EC", PemFiles.privateKey(certificates.key()).getAlgorithm());
    Path old = certificates.convert("old", "ec");
    assertTrue(refused(HostCode.PRIVATE_KEY, () -> PemFiles.privateKey(old)).contains("openssl"));
    Path locked =
        certificates.convert("locked", "pkcs8", "-topk8", "-v2", "aes256", "-passout", "pass:x");
    assertTrue(
        refused(HostCode.PRIVATE_KEY, () -> PemFiles.privateKey(locked)).contains("ENCRYPTED"));
    Path ca = certificates.authority("ca");
    refused(HostCode.PRIVATE_KEY, () -> PemFiles.privateKey(ca));
    refused(HostCode.CERTIFICATE, () -> PemFiles.certificates(certificates.key()));
    refused(HostCode.CERTIFICATE, () -> PemFiles.certificates(folder.resolve("none")));
    Path damaged = folder.resolve("damaged.pem");
    Files.writeString(damaged, Files.readString(certificates.key()).replaceAll("M[A-Z]", "AA"));
    refused(HostCode.PRIVATE_KEY, () -> PemFiles.privateKey(damaged));
  }

  @Test
  void aCertificateIsValidNowAndItsKeyIsTheOneGiven() throws Exception {
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    Certificates certificates = new Certificates(folder);
    Path ca = certificates.authority("ca");
    Path good = certificates.issue(ca, "me", "DNS:localhost", 2);
    assertEquals(1, TlsIdentity.read(good, certificates.key()).chain().size());
    Path other = certificates.newKey("other");
    assertTrue(
        refused(HostCode.CERTIFICATE, () -> TlsIdentity.read(good, other)).contains("another key"));
    Path expired = certificates.issue(ca, "me", "DNS:localhost", -1);
    assertTrue(
        refused(HostCode.CERTIFICATE, () -> TlsIdentity.read(expired, certificates.key()))
            .contains("valid from"));
    refused(
        HostCode.TLS_FILES,
        () -> new TlsFiles(Optional.empty(), Optional.of(good), Optional.empty()));
  }

  @Test
  void passwordsAreReadFromOneLineAndNeverPrinted() throws Exception {
    Path file = folder.resolve("secret");
    Files.writeString(file, "hush\n");
    Password secret = Password.in(SecretSource.file(file), Map.of());
    assertEquals("hush", new String(secret.read()));
    assertFalse(new Credentials("me", secret).toString().contains("hush"));
    for (String wrong : new String[] {"", "\n", "one\ntwo\n"}) {
      Files.writeString(file, wrong);
      refused(HostCode.PASSWORD, secret::read);
    }
    Files.delete(file);
    refused(HostCode.SECRET, secret::read);
  }

  private static String refused(HostCode code, Executable what) {
    Diagnostic first = assertThrows(UpcallException.class, what).diagnostics().get(0);
    assertEquals(code, first.code());
    return first.toString();
  }
}
