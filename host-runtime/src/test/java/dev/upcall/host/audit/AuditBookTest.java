package dev.upcall.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditBookTest {
  private static final AuditRules RULES = new AuditRules(100, OptionalDouble.of(0.85));

  private final Random random = new Random(3);
  private final AuditBook book = new AuditBook("digits", "0102", RULES);

  /** Enters audits of an accuracy; returns how many alarms began. */
  private int enter(int count, double accuracy) {
    int begun = 0;
    for (int i = 0; i < count; i++) {
      begun += book.add(random.nextDouble() < accuracy) ? 1 : 0;
    }
    return begun;
  }

  @Test
  void aBookSaysWhatWasEntered() {
    assertTrue(book.isEmpty());
    for (int i = 0; i < 150; i++) {
      book.add(i >= 30);
    }
    AuditPage page = book.page();
    assertEquals(AuditPage.Share.of(150, 120), page.all());
    assertEquals(AuditPage.Share.of(100, 100), page.window());
    assertEquals(
        "audits of digits: 120 of 150 right, 80.0 % (72.9..85.6 %); of the last ones 100 of 100"
            + " right, 100.0 % (96.3..100.0 %)",
        page.toString());
  }

  @Test
  void driftIsOneAlarmUntilItIsOver() {
    assertEquals(0, enter(20_000, 0.97));
    assertEquals(1, enter(300, 0.6), "within the window and told once");
    assertTrue(book.page().drifting());
    assertEquals(0, enter(2000, 0.6));
    assertEquals(0, enter(300, 0.97));
    assertFalse(book.page().drifting());
    assertEquals(1, enter(300, 0.6), "another episode");
    assertEquals(2, book.page().alarms());
  }

  @Test
  void aFewWrongAnswersAreNoDrift() {
    for (int i = 0; i < 9; i++) {
      assertFalse(book.add(false));
    }
    assertTrue(book.add(false));
  }

  @Test
  void withoutABoundNothingIsAlarming() {
    AuditBook calm = new AuditBook("digits", "0102", AuditRules.STANDARD);
    for (int i = 0; i < 1000; i++) {
      assertFalse(calm.add(false));
    }
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AuditRules(0, OptionalDouble.empty()));
    assertThrows(IllegalArgumentException.class, () -> new AuditRules(9, OptionalDouble.of(1.5)));
    assertThrows(
        IllegalArgumentException.class, () -> new AuditRules(9, OptionalDouble.of(Double.NaN)));
  }
}
