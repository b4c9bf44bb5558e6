package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PermutationTest {
  @Property(tries = 200)
  void inverseUndoesIt(@ForAll @IntRange(min = 1, max = 5) int rank, @ForAll long seed) {
    Permutation permutation = random(rank, seed);
    assertTrue(permutation.after(permutation.inverse()).isIdentity());
    assertTrue(permutation.inverse().after(permutation).isIdentity());
  }

  @Property(tries = 200)
  void elementsMoveAsComposed(@ForAll @IntRange(min = 1, max = 4) int rank, @ForAll long seed) {
    Random random = new Random(seed);
    Shape shape =
        new Shape(IntStream.range(0, rank).map(i -> 1 + random.nextInt(3)).boxed().toList());
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i;
    }
    Permutation first = random(rank, seed + 1);
    Permutation second = random(rank, seed + 2);
    float[] stepwise = second.apply(first.apply(shape), first.apply(shape, elements));
    assertArrayEquals(stepwise, second.after(first).apply(shape, elements));
    assertArrayEquals(
        elements, first.inverse().apply(first.apply(shape), first.apply(shape, elements)));
    if (first.keepsOrder(shape)) {
      assertArrayEquals(elements, first.apply(shape, elements));
    }
  }

  @Test
  void axesOfOneMoveFreely() {
    Permutation toChannelsFirst = new Permutation(List.of(0, 3, 1, 2));
    assertTrue(toChannelsFirst.keepsOrder(Shape.of(1, 1, 1, 16)));
    assertTrue(toChannelsFirst.keepsOrder(Shape.of(1, 8, 8, 1)));
    assertFalse(toChannelsFirst.keepsOrder(Shape.of(1, 8, 8, 2)));
  }

  @Test
  void withoutDroppedAxes() {
    Permutation toChannelsFirst = new Permutation(List.of(0, 3, 1, 2));
    assertEquals(List.of(0, 1), toChannelsFirst.without(List.of(1, 2)).axes());
    assertEquals(List.of(0, 2, 1), toChannelsFirst.without(List.of(2)).axes());
  }

  private static Permutation random(int rank, long seed) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(axes, new Random(seed));
    return new Permutation(axes);
  }
}
