package dev.upcall.compiler.emit;

import dev.upcall.compiler.reference.Reference;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Inputs and what the reference makes of them, by which a firmware can be checked on its target:
 * {@code inputs.bin} holds the int8 inputs back to back; {@code outputs.bin} holds for each of them
 * the int8 outputs of all stages in the ladder's order.
 */
public final class TestVectors {
  /** Enough to notice what is wrong, few enough to carry in a repository. */
  private static final int MAX_COUNT = 32;

  private TestVectors() {}

  /**
   * @param inputs int8 inputs of the networks; the first {@value #MAX_COUNT} are used
   */
  public static SortedMap<String, byte[]> of(FirmwareSpec firmware, List<byte[]> inputs) {
    List<Reference> networks =
        firmware.networks().stream()
            .map(net -> Reference.of(net.plan().program().model()))
            .toList();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream outputs = new ByteArrayOutputStream();
    for (byte[] input : inputs.subList(0, Math.min(MAX_COUNT, inputs.size()))) {
      all.writeBytes(input);
      List<List<byte[]>> logits = networks.stream().map(network -> network.outputs(input)).toList();
      for (FirmwareSpec.Rung rung : firmware.rungs()) {
        outputs.writeBytes(rung.scores().scores(rung.scores().select(logits)));
      }
    }
    return new TreeMap<>(
        Map.of(
            "vectors/inputs.bin", all.toByteArray(), "vectors/outputs.bin", outputs.toByteArray()));
  }
}
