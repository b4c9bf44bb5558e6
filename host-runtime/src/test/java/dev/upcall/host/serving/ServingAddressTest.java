package dev.upcall.host.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingAddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://host/v2/models/deep, http://host:80/v2/models/deep",
    "http://host:8080/v2/models/deep/, http://host:8080/v2/models/deep",
    "https://host/v2/models/deep/versions/3, https://host:443/v2/models/deep/versions/3",
    "https://host:1/a/b-c/v2/models/x.y_z-1, https://host:1/a/b-c/v2/models/x.y_z-1",
    "http://[::1]:8000/v2/models/m, http://[::1]:8000/v2/models/m",
    "grpc://host:8081/deep, grpc://host:8081/deep",
    "grpcs://host:8081/deep/versions/2/, grpcs://host:8081/deep/versions/2",
  })
  void readsWhereAModelIs(String text, String shown) {
    assertEquals(shown, ServingAddress.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "deep",
        "host:8080/v2/models/deep",
        "ftp://host/v2/models/deep",
        "http:///v2/models/deep",
        "http://host/v1/models/deep",
        "http://host/v2/models/",
        "http://host/v2/models/deep/infer",
        "http://host/v2/models/a%2Fb",
        "http://host/v2/models/deep?token=1",
        "http://host/v2/models/deep#1",
        "http://host:0/v2/models/deep",
        "http://host:65536/v2/models/deep",
        "http://host /v2/models/deep",
        "grpc://host/deep",
        "grpc://host:8081/v2/models/deep",
        "grpc://host:8081",
      })
  void refusesWhatIsNone(String text) {
    UpcallException e = assertThrows(UpcallException.class, () -> ServingAddress.parse(text));
    assertEquals(ServingCode.ADDRESS, e.diagnostics().get(0).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:hunter2@host/v2/models/x", "http://me:hunter2@h st/v2"})
  void aPasswordIsRefusedAndNotRepeated(String text) {
    UpcallException e = assertThrows(UpcallException.class, () -> ServingAddress.parse(text));
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
  }

  @Test
  void nothingGoesInPlainTextToAnotherMachineUnlessThatIsSaid() {
    ServingAddress plain = ServingAddress.parse("http://192.0.2.1/v2/models/x");
    UpcallException e = assertThrows(UpcallException.class, () -> ServingTarget.of("b", plain));
    assertEquals(HostCode.PLAIN_REMOTE, e.diagnostics().get(0).code());
    new ServingTarget("b", plain, 1, TlsFiles.STANDARD, Optional.empty(), true);
    TlsFiles ca = new TlsFiles(Optional.of(Path.of("ca")), Optional.empty(), Optional.empty());
    assertThrows(
        UpcallException.class, () -> new ServingTarget("b", plain, 1, ca, Optional.empty(), true));
  }
}
