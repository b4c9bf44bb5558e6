package dev.upcall.cli.validate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors that can be computed by hand, and samples as a network takes them. */
class OutputErrorsTest {
  private static final TensorType INPUT =
      TensorType.quantized(DType.INT8, Shape.of(1, 2), new QParams(0.5f, 3));

  @TempDir Path folder;

  @Test
  void sumsUpOverAllOutputs() {
    OutputErrors errors = new OutputErrors();
    errors.add(new float[] {3, 4}, new float[] {3, 5});
    errors.add(new float[] {0, 0}, new float[] {-1, 0});
    OutputError sum = errors.sum();
    assertEquals(Math.sqrt(0.5), sum.rmse(), 1e-12);
    assertEquals(0.5, sum.mae(), 1e-12);
    assertEquals(1, sum.maxAbsolute());
    assertEquals(29 / (5 * Math.sqrt(35)), sum.cosine(), 1e-12);
    assertEquals(10 * Math.log10(25 / 2.0), sum.sqnrDb(), 1e-12);
    assertEquals(0.5, sum.sameTop(), "of equal scores the first is the top");
  }

  @Test
  void nothingDiffersFromItself() {
    OutputErrors errors = new OutputErrors();
    errors.add(new float[] {1, -2}, new float[] {1, -2});
    assertEquals(new OutputError(0, 0, 0, 1, Double.POSITIVE_INFINITY, 1), errors.sum());
  }

  @Test
  void samplesOfAFileAreQuantisedAsTheInputIs() throws IOException {
    Path file = folder.resolve("samples.f32");
    ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (float real : new float[] {0, 1, -1, 2, 9, 9}) {
      bytes.putFloat(real);
    }
    Files.write(file, bytes.array());
    Samples samples = Samples.ofFile(file, INPUT, 2);
    assertEquals(2, samples.inputs().size());
    assertArrayEquals(new byte[] {3, 5}, samples.inputs().get(0));
    assertArrayEquals(new byte[] {1, 7}, samples.inputs().get(1));

    Files.write(file, new byte[7]);
    UpcallException e = assertThrows(UpcallException.class, () -> Samples.ofFile(file, INPUT, 2));
    assertEquals("UP5016", e.diagnostics().get(0).code().id());
  }

  @Test
  void madeUpSamplesAreTheSameEveryTime() {
    assertArrayEquals(
        Samples.madeUp(INPUT, 3).inputs().get(2), Samples.madeUp(INPUT, 3).inputs().get(2));
  }
}
