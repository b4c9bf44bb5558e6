package dev.upcall.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceTest {
  @Test
  void drawsWhatJavasOwnGeneratorDraws() {
    Random java = new Random(42);
    Sequence sequence = new Sequence(42);
    for (int i = 0; i < 1000; i++) {
      assertEquals(java.nextInt(i + 1), sequence.nextInt(i + 1));
      assertEquals(java.nextDouble(), sequence.nextDouble());
      assertEquals(java.nextGaussian(), sequence.nextGaussian());
      assertEquals(java.nextBoolean(), sequence.nextBoolean());
    }
  }

  @Test
  void returnsToAPlaceEvenBetweenTwoNumbersOfAPair() {
    Sequence sequence = new Sequence(42);
    sequence.nextGaussian();
    long place = sequence.place();
    double next = sequence.nextGaussian();
    Sequence other = new Sequence(1);
    other.nextGaussian();
    other.goTo(place);
    assertEquals(next, other.nextGaussian());
  }
}
