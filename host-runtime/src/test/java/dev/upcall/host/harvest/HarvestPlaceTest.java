package dev.upcall.host.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarvestPlaceTest {
  private static final String URL = "jdbc:postgresql://db:5433/upcall?user=me";

  private static HarvestPlace of(String text) {
    return HarvestPlace.of(text, Optional.empty(), Map.of(HarvestPlace.PASSWORD, "hunter2"));
  }

  @Test
  void aPasswordIsReadAndNeverShown() {
    assertEquals(Optional.of("hunter2"), of(URL).password());
    assertEquals("jdbc:postgresql://db:5433/upcall", of(URL).toString());
    HarvestPlace other =
        HarvestPlace.of(
            URL, Optional.of(SecretSource.environment("OTHER")), Map.of("OTHER", "secret\n"));
    assertEquals(Optional.of("secret"), other.password());
    assertEquals(Optional.empty(), of("/var/harvest").password());
    assertEquals("/var/harvest", of("/var/harvest").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/upcall?user=me&password=hunter2",
        "jdbc:postgresql://db/upcall?PassWord=hunter2",
        "jdbc:postgresql://db/upcall?sslpassword=hunter2",
        "jdbc:postgresql://me:hunter2@db/upcall",
        "jdbc:mysql://db/upcall",
        "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://example.org'",
        "store;INIT=DROP ALL OBJECTS",
        "",
        "a\0b"
      })
  void refusesWhatIsNoPlaceAndRepeatsNoSecret(String text) {
    UpcallException e = assertThrows(UpcallException.class, () -> of(text));
    assertEquals(HostCode.HARVEST_PLACE, e.diagnostics().get(0).code());
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
  }
}
