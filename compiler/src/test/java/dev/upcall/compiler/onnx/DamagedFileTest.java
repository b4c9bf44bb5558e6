package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.StatedQuantizer;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged files end in a graph or a diagnostic; any other exception fails the test. */
class DamagedFileTest {
  private static final OnnxLimits LIMITS = new OnnxLimits(1 << 20, 1 << 20, 100, 1 << 16, 8, 32);

  @Test
  void truncated() {
    byte[] model = SampleModels.flattening().bytes();
    for (int length = 0; length < model.length; length += 1 + length / 50) {
      read(Arrays.copyOf(model, length));
    }
  }

  @Test
  void bytesChanged() {
    Random random = new Random(3);
    for (String name : List.of("residual", "flattening", "padded", "pooledNorm", "views")) {
      byte[] model = SampleModels.named(name).bytes();
      for (int i = 0; i < 400; i++) {
        byte[] damaged = model.clone();
        for (int k = 0; k <= i % 4; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        read(damaged);
      }
    }
  }

  /** Most weights are opaque bytes: aim at the structure by changing only the last part. */
  @Test
  void structureChanged() {
    Random random = new Random(4);
    byte[] model = SampleModels.views().bytes();
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = model.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      read(damaged);
    }
  }

  @Test
  void elementwiseNodesChanged() {
    Random random = new Random(5);
    byte[] model = SampleModels.elementwise().bytes();
    for (int i = 0; i < 4000; i++) {
      byte[] damaged = model.clone();
      for (int k = 0; k <= i % 3; k++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      read(damaged);
    }
  }

  @Test
  void movingNodesChanged() {
    Random random = new Random(6);
    byte[] model = SampleModels.movement().bytes();
    for (int i = 0; i < 6000; i++) {
      byte[] damaged = model.clone();
      for (int k = 0; k <= i % 3; k++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      read(damaged);
    }
  }

  /** What is read of scales and zero points, and the integer network made of it. */
  @Test
  void quantizedNodesChanged() throws IOException {
    Random random = new Random(7);
    for (String name : List.of("qlinear-lenet-u8u8", "qdq-branches-u8s8-channels")) {
      byte[] model = QuantizedExport.read(name).model();
      for (int i = 0; i < 400; i++) {
        byte[] damaged = model.clone();
        for (int k = 0; k <= i % 3; k++) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        quantized(damaged);
      }
    }
  }

  private static void quantized(byte[] bytes) {
    try {
      Graph graph = Passes.stated().run(OnnxImporter.parse("damaged.onnx", bytes, LIMITS));
      if (StatedQuantizer.isComplete(graph)) {
        StatedQuantizer.quantize(graph, List.of());
      }
    } catch (UpcallException e) {
      assertFalse(e.diagnostics().get(0).title().isEmpty());
    }
  }

  private static void read(byte[] bytes) {
    try {
      Passes.standard().run(OnnxImporter.parse("damaged.onnx", bytes, LIMITS));
    } catch (UpcallException e) {
      assertFalse(e.diagnostics().get(0).title().isEmpty());
    }
  }
}
