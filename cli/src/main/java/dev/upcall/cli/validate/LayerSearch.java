package dev.upcall.cli.validate;

import dev.upcall.cli.validate.ValidationReport.Difference;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.tool.Image;
import java.util.List;
import java.util.Map;

/**
 * Finds the layer at which C and the integer reference part: an image that stops behind any layer
 * is run until a layer is found whose output differs while that of the layer before it does not.
 */
final class LayerSearch {
  private final Firmware firmware;
  private final Image image;

  /**
   * @param image of the form {@code STOPPING}
   */
  LayerSearch(Firmware firmware, Image image) {
    this.firmware = firmware;
    this.image = image;
  }

  /**
   * @param sample its index, as it is told
   * @param input for which the network's outputs differ
   */
  Difference find(Subject subject, int sample, byte[] input) {
    List<KernelChoice> layers = subject.layers();
    Map<Integer, byte[]> expected =
        new Interpreter().runAll(subject.plan().program().quantized(), input);
    // Behind `right` layers all is well, behind `wrong` ones it is not.
    int right = 0;
    int wrong = layers.size();
    while (wrong - right > 1) {
      int middle = (right + wrong) / 2;
      if (mismatch(subject, middle, layers.get(middle - 1), input, expected) > 0) {
        wrong = middle;
      } else {
        right = middle;
      }
    }
    KernelChoice first = layers.get(wrong - 1);
    return new Difference(
        sample,
        wrong - 1,
        first.op().mnemonic(),
        first.function().orElseThrow(),
        first.op().source().toString(),
        mismatch(subject, wrong, first, input, expected),
        first.op().output().type().bytes());
  }

  private long mismatch(
      Subject subject, int count, KernelChoice layer, byte[] input, Map<Integer, byte[]> expected) {
    Value output = layer.op().output();
    String run = Validator.runFunction(image, subject.network());
    byte[] actual =
        firmware
            .runBare(image, subject.places(output, count), List.of(input), List.of(run))
            .outputs()
            .get(0);
    return Validator.mismatched(expected.get(output.id()), actual);
  }
}
