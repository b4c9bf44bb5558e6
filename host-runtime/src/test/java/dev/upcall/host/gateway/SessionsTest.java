package dev.upcall.host.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Header;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final Sessions sessions = new Sessions(3);

  @Test
  void deviceAndBootAreTheKeyWithAllTheirBits() {
    Session session = sessions.of(-1, 1);
    assertSame(session, sessions.of(-1, 1));
    assertNotSame(session, sessions.of(1, -1));
    assertNotSame(session, sessions.of(-1, -1));
    assertEquals(3, sessions.size());
  }

  @Test
  void theLongestSilentWithoutOpenUpcallsIsForgotten() {
    Session open = sessions.of(1, 0);
    open.open(5, Optional.empty());
    Session second = sessions.of(2, 0);
    Session third = sessions.of(3, 0);
    sessions.of(4, 0);
    assertEquals(3, sessions.size());
    assertSame(open, sessions.of(1, 0));
    assertSame(third, sessions.of(3, 0));
    assertNotSame(second, sessions.of(2, 0));
  }

  @Test
  void answersAreKeptUpToABound() {
    Session session = sessions.of(1, 0);
    for (int i = 0; i < 40; i++) {
      session.open(i, Optional.empty());
      session.answer(i, new Answer(new Header(1, 0, i, 0, 0, 0), 0, 1, 1), i);
    }
    assertTrue(session.answered(7).isEmpty());
    assertEquals(8, session.answered(8).orElseThrow().header().sequence());
    assertEquals(0, session.openCount());
    assertEquals(2, session.perhapsLost(38, 0).size());
    assertEquals(
        session.perhapsLost(38, 0), sessions.perhapsLost(new Header(1, 0, 0, 0, 0, 0), 38, 1));
    assertEquals(0, sessions.perhapsLost(new Header(1, 1, 0, 0, 0, 0), 0, 1).size());
    assertEquals(1, sessions.size());
  }

  @Test
  void whatADeviceMayStillWaitForIsNeverTooOld() {
    Session session = sessions.of(1, 0);
    for (int i = 0; i < 5; i++) {
      session.open(i, Optional.empty());
      session.answer(i, new Answer(new Header(1, 0, i, 0, 0, 0), 0, 1, 1), i);
    }
    assertEquals(List.of(3, 4), sequences(session.perhapsLost(1000, 2)));
    assertEquals(List.of(2, 3, 4), sequences(session.perhapsLost(2, 1)));
    assertEquals(List.of(), sequences(session.perhapsLost(1000, 0)));
    assertEquals(5, session.perhapsLost(1000, 255).size());
  }

  private static List<Integer> sequences(List<Answer> answers) {
    return answers.stream().map(answer -> answer.header().sequence()).toList();
  }
}
