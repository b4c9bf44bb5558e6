package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.MveKernels;
import dev.upcall.compiler.kernel.ShortForm;
import java.util.List;
import java.util.Optional;

/** Makes the layers that cores with MVE compute in kernels of their own. */
final class LanesLayers {
  /** A form's shift and the shift up that leaves its result in a word's upper byte. */
  private static final int UPPER_BYTE = 24;

  private final Graph graph;
  private final List<CArray> arrays;

  /**
   * @param arrays gets the constants of the layers made
   */
  LanesLayers(Graph graph, List<CArray> arrays) {
    this.graph = graph;
    this.arrays = arrays;
  }

  /**
   * The layer, or empty if the kernel is none of these.
   *
   * @param scratch expression of type int32_t *
   */
  Optional<CLayer> make(KernelChoice choice, CLayerHead head, String scratch) {
    String function = choice.function().orElseThrow();
    if (function.equals(MveKernels.CONV)) {
      return Optional.of(conv((Conv2D) choice.op(), choice, head, scratch));
    }
    if (function.equals(MveKernels.FULLY_CONNECTED)) {
      CLanes lanes = lanes((Linear) choice.op(), choice, head);
      return Optional.of(new CLanesFullyConnected(head, scratch, lanes));
    }
    return Optional.empty();
  }

  private CLanesConv2D conv(Conv2D op, KernelChoice choice, CLayerHead head, String scratch) {
    Shape kernel = op.weights().shape();
    return new CLanesConv2D(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()),
        lanes(op, choice, head));
  }

  private CLanes lanes(Linear op, KernelChoice choice, CLayerHead head) {
    ShortForm form = choice.shortForm().orElseThrow();
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias = graph.constant(op.bias()).toInts();
    int depth = weights.length / bias.length;
    constants(op, weights, bias, form, head.weights());
    return new CLanes(
        depth, bias.length, form.signed() ? 1 : 0, form.offset(), UPPER_BYTE - form.shift());
  }

  /** Channels whose output is constant get weights of 0. */
  private void constants(Linear op, byte[] weights, int[] bias, ShortForm form, String prefix) {
    int[] start = new int[bias.length];
    int[] multipliers = new int[bias.length];
    int[] corrections = new int[bias.length];
    for (int i = 0; i < weights.length; i++) {
      int channel = op.outputChannel(i);
      if (form.channels().get(channel).constant()) {
        weights[i] = 0;
      }
      bias[channel] -= Layers.zeroPoint(op.input()) * weights[i];
    }
    for (int channel = 0; channel < bias.length; channel++) {
      start[channel] = form.start(channel, bias[channel]);
      multipliers[channel] = form.channels().get(channel).multiplier();
      corrections[channel] = form.channels().get(channel).correction();
    }
    arrays.add(CArray.ofBytes(prefix + "_values", weights));
    arrays.add(CArray.ofInts(prefix + "_start", start));
    arrays.add(CArray.ofInts(prefix + "_multiplier", multipliers));
    if (form.signed()) {
      arrays.add(CArray.ofInts(prefix + "_correction", corrections));
    }
  }
}
