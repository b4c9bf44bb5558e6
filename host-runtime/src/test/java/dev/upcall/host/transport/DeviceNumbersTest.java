package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import org.junit.jupiter.api.Test;

class DeviceNumbersTest {
  private final DeviceNumbers numbers = new DeviceNumbers(10);

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
  void whoHasManyTakesNobodyElsesAway() {
    DeviceNumbers few = new DeviceNumbers(3);
    few.require("a", 1);
    for (int number = 2; number < 100; number++) {
      few.require("b", number);
    }
    assertThrows(UpcallException.class, () -> few.require("b", 1));
    // A newcomer's place is taken from who has many, and never from who has one.
    few.require("c", 100);
    assertThrows(UpcallException.class, () -> few.require("d", 101));
    assertThrows(UpcallException.class, () -> few.require("d", 1));
  }

  @Test
  void ofManyTheOneUnusedForLongestIsForgotten() {
    DeviceNumbers few = new DeviceNumbers(3);
    few.require("tier", 1);
    few.require("tier", 2);
    few.require("tier", 3);
    few.require("tier", 1);
    // A refusal is no use of it.
    assertThrows(UpcallException.class, () -> few.require("a", 2));
    few.require("tier", 4);
    assertThrows(UpcallException.class, () -> few.require("a", 1));
    assertDoesNotThrow(() -> few.require("a", 2));
  }
}
