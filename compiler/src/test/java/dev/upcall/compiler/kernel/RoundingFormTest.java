package dev.upcall.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.BinaryScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.MeanScaling;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

/** Forms with one rounding against the reference's arithmetic, at every number that can come. */
class RoundingFormTest {
  private static final int ROUNDS = 60;
  private static final SourceRef SOURCE = new SourceRef("", -1, "op", "Op");

  private final Random random = new Random(4);

  @Test
  void productsOfAllPairs() {
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Binary op = pair(BinaryKind.MUL);
      Optional<RoundingForm> form = RoundingForm.ofProduct(op);
      if (form.isPresent()) {
        found++;
        int x = zero(op.left());
        int z = zero(op.right());
        check(op, (left, right) -> apply(form.get(), (left - x) * (right - z)));
      }
    }
    assertTrue(found > ROUNDS - 20, found + " of " + ROUNDS + " products have a form");
  }

  @Test
  void differencesOfAllPairs() {
    int found = 0;
    for (int round = 0; round < ROUNDS / 4; round++) {
      Binary op = pair(BinaryKind.SUB);
      Optional<SumForm> form = SumForm.of(op);
      if (form.isPresent()) {
        found++;
        SumForm sum = form.get();
        check(
            op,
            (left, right) ->
                clamp8((sum.left() * left + sum.right() * right + sum.offset()) >> sum.shift()));
      }
    }
    assertTrue(found > ROUNDS / 8, found + " of " + ROUNDS / 4 + " differences have a form");
  }

  /** Half away from zero is no obstacle: a factor a little too large makes up for it. */
  @Test
  void poolsOfAllSums() {
    for (int count = 1; count <= 256; count++) {
      Value input = value(0, Shape.of(1, 1, count, 1), new QParams(0.1f, 3));
      Value output = value(1, Shape.of(1, 1, 1, 1), new QParams(0.1f, 3));
      Window window = Window.unit();
      AveragePool2D op =
          new AveragePool2D(input, 1, count, window, false, Activation.NONE, output, SOURCE);
      RoundingForm form = RoundingForm.ofPool(op).orElseThrow();
      assertEquals(255 * count + 1, form.cases());
      for (int sum = -128 * count; sum <= 127 * count; sum++) {
        int half = sum > 0 ? count / 2 : -(count / 2);
        assertEquals((sum + half) / count, apply(form, sum), count + " taps");
      }
    }
  }

  @Test
  void meansOfAllSums() {
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int count = 1 + random.nextInt(200);
      Value input = value(0, Shape.of(1, count, 3), any(0.05f));
      Value output = value(1, Shape.of(1, 3), any(0.03f));
      Mean op = new Mean(input, List.of(1), false, output, SOURCE);
      Optional<RoundingForm> form = RoundingForm.ofMean(op);
      found += form.isPresent() ? 1 : 0;
      MeanCheck reference = new MeanCheck(op, count);
      for (int sum = -128 * count; form.isPresent() && sum <= 127 * count; sum++) {
        assertEquals(reference.of(sum), apply(form.get(), sum - zero(input) * count));
      }
    }
    assertTrue(found > ROUNDS - 10, found + " of " + ROUNDS + " means have a form");
  }

  private record MeanCheck(Mean op, int count) {
    int of(int sum) {
      QParams in = op.input().type().qparams();
      QParams out = op.output().type().qparams();
      int mean = MeanScaling.of(in, out, count).apply(sum - in.zeroPoint() * count);
      return clamp8(mean + out.zeroPoint());
    }
  }

  private Binary pair(BinaryKind kind) {
    Activation activation = random.nextInt(4) == 0 ? Activation.RELU : Activation.NONE;
    return new Binary(
        kind,
        value(0, Shape.of(4), any(0.05f)),
        value(1, Shape.of(4), any(0.05f)),
        activation,
        value(2, Shape.of(4), any(0.05f)),
        SOURCE);
  }

  private static void check(Binary op, IntBinaryOperator form) {
    BinaryScaling scaling = BinaryScaling.of(op);
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    for (int x = -128; x < 128; x++) {
      for (int z = -128; z < 128; z++) {
        int value = scaling.apply(x - zero(op.left()), z - zero(op.right()));
        assertEquals(range.clamp(value + zero(op.output())), form.applyAsInt(x, z));
      }
    }
  }

  /** As the C computes it: without an overflow, which Java's exact arithmetic would throw at. */
  private static int apply(RoundingForm form, int number) {
    if (form.shift() == RoundingForm.WIDE) {
      long scaled = (long) number * form.factor();
      long offset = number < 0 ? form.below() : form.offset();
      return clamp8((int) (Math.addExact(scaled, offset) >> form.shift()));
    }
    int scaled = Math.multiplyExact(number, form.factor());
    int offset = Math.toIntExact(form.offset());
    return clamp8(Math.addExact(scaled, offset) >> form.shift());
  }

  private static int clamp8(int value) {
    return Math.max(-128, Math.min(127, value));
  }

  private QParams any(float scale) {
    return new QParams(scale * (0.2f + random.nextFloat()), random.nextInt(256) - 128);
  }

  private static int zero(Value value) {
    return value.type().qparams().zeroPoint();
  }

  private static Value value(int id, Shape shape, QParams qparams) {
    return new Value(id, "v" + id, TensorType.quantized(DType.INT8, shape, qparams));
  }
}
