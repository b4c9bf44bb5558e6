package dev.upcall.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StridesTest {
  @Test
  void rowMajor() {
    assertArrayEquals(new int[] {12, 4, 1}, Strides.rowMajor(Shape.of(2, 3, 4)));
    assertArrayEquals(new int[] {}, Strides.rowMajor(Shape.of()));
  }

  @Test
  void whatIsBroadcastStandsStill() {
    Shape out = Shape.of(2, 3, 4);
    assertArrayEquals(new int[] {0, 0, 1}, Strides.broadcast(Shape.of(4), out));
    assertArrayEquals(new int[] {3, 1, 0}, Strides.broadcast(Shape.of(2, 3, 1), out));
    assertThrows(IllegalArgumentException.class, () -> Strides.broadcast(Shape.of(3), out));
  }

  @Test
  void whatIsReducedStandsStill() {
    assertArrayEquals(new int[] {4, 0, 1}, Strides.reduced(Shape.of(2, 3, 4), List.of(1)));
  }
}
