package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import org.junit.jupiter.api.Test;

class DeviceNumbersTest {
  private final DeviceNumbers numbers = new DeviceNumbers(2);

  @Test
  void aNumberBelongsToWhoBearsItFirst() {
    numbers.require("a", -1);
    numbers.require("b", 2);
    UpcallException e = assertThrows(UpcallException.class, () -> numbers.require("b", -1));
    assertEquals(HostCode.FOREIGN_NUMBER, e.diagnostics().get(0).code());
    assertTrue(e.getMessage().contains("number 4294967295, which is that of a"), e.getMessage());
    assertDoesNotThrow(() -> numbers.require("a", -1));
  }

  @Test
  void ofTooManyTheLongestSilentIsForgotten() {
    numbers.require("a", 1);
    numbers.require("b", 2);
    numbers.require("a", 1);
    numbers.require("c", 3);
    assertThrows(UpcallException.class, () -> numbers.require("c", 1));
    assertDoesNotThrow(() -> numbers.require("c", 2));
  }
}
