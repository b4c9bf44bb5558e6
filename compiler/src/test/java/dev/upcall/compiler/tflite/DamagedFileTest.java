package dev.upcall.compiler.tflite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.testing.TfliteCases;
import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged files end in a plan or a diagnostic; any other exception fails the test. */
class DamagedFileTest {
  private static final TfliteLimits LIMITS = new TfliteLimits(1 << 16, 100, 1 << 14, 6, 1 << 20);

  private final byte[] model = TfliteFile.everything().bytes();
  private int accepted;
  private int refused;

  @Test
  void theModelItselfIsSound() {
    read(model);
    assertTrue(accepted == 1, "imported and planned");
  }

  @Test
  void truncated() {
    for (int length = 0; length < model.length; length++) {
      read(Arrays.copyOf(model, length));
    }
    assertTrue(refused > model.length / 2, refused + " refused");
  }

  @Test
  void everyBitTurned() {
    for (int bit = 0; bit < 8 * model.length; bit++) {
      byte[] damaged = model.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      read(damaged);
    }
    assertTrue(accepted > 1000 && refused > 1000, accepted + " and " + refused);
  }

  /** Offsets, counts, dimensions, strides and scales at their extremes. */
  @Test
  void everyWordReplaced() {
    int[] words = {
      0, 1, -1, 4, 0xff, 0xffff, 1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fc00000
    };
    for (int at = 0; at + 4 <= model.length; at += 4) {
      for (int word : words) {
        byte[] damaged = model.clone();
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, word);
        read(damaged);
      }
    }
    assertTrue(accepted > 1000 && refused > 1000, accepted + " and " + refused);
  }

  /** The constants of an LSTM go a way of their own. */
  @Test
  void everyWordOfAnLstmReplaced() {
    byte[] lstm = TfliteCases.all().get("lstm_samples");
    read(lstm);
    assertTrue(accepted == 1, "imported and planned");
    for (int at = 0; at + 4 <= lstm.length; at += 4) {
      for (int word : new int[] {0, 1, -1, 0xff, 1 << 16, Integer.MIN_VALUE, 0x7fc00000}) {
        byte[] damaged = lstm.clone();
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, word);
        read(damaged);
      }
    }
    assertTrue(accepted > 1000 && refused > 1000, accepted + " and " + refused);
  }

  @Test
  void severalBytesChanged() {
    Random random = new Random(3);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = model.clone();
      for (int k = 0; k <= i % 4; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      read(damaged);
    }
  }

  @Test
  void anythingAtAll() {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      System.arraycopy(model, 0, noise, 0, Math.min(noise.length, 8));
      read(noise);
    }
  }

  private void read(byte[] bytes) {
    try {
      Network model = TfliteImporter.parse("damaged.tflite", bytes, LIMITS);
      model.reals().ifPresent(graph -> Passes.standard().run(graph));
      model
          .integers()
          .ifPresent(graph -> new MemoryPlanner().plan(KernelSelector.portable().select(graph)));
      accepted++;
    } catch (UpcallException e) {
      assertFalse(e.diagnostics().get(0).title().isEmpty());
      refused++;
    }
  }
}
