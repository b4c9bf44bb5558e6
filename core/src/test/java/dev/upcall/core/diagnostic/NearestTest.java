package dev.upcall.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KEYS = List.of("shape", "scale", "preprocess", "feed");

  @Test
  void findsTheWordWithTheFewestEdits() {
    assertEquals(Optional.of("shape"), Nearest.to("shpae", KEYS));
    assertEquals(Optional.of("preprocess"), Nearest.to("preproces", KEYS));
    assertEquals(Optional.of("scale"), Nearest.to("Scale", KEYS));
  }

  @Test
  void offersNothingThatIsFar() {
    assertEquals(Optional.empty(), Nearest.to("quantisation", KEYS));
    assertEquals(Optional.empty(), Nearest.to("s".repeat(100_000), KEYS));
  }

  @Test
  void prefersTheFirstOfEquals() {
    assertEquals(Optional.of("ab"), Nearest.to("a", List.of("ab", "ac")));
  }
}
