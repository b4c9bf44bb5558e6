package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.LanesStrip;
import dev.upcall.compiler.kernel.LanesWindows;
import dev.upcall.compiler.kernel.MveKernels;
import dev.upcall.compiler.kernel.ShortForm;
import java.util.List;
import java.util.Optional;

/** Makes the layers that cores with MVE compute in kernels of their own. */
final class LanesLayers {
  /** A form's shift and the shift up that leaves its result in a word's upper byte. */
  private static final int UPPER_BYTE = 24;

  private static final int KERNEL = 3;

  /** Words of a channel's constants, of a depthwise convolution. */
  private static final int CONSTANTS = 5;

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
      Linear op = (Linear) choice.op();
      CLanes lanes = lanes(op, graph.constant(op.weights()).toBytes(), choice, head);
      return Optional.of(new CLanesFullyConnected(head, scratch, lanes));
    }
    if (function.equals(MveKernels.DEPTHWISE)) {
      return Optional.of(depthwise((DepthwiseConv2D) choice.op(), choice, head, scratch));
    }
    if (function.equals(MveKernels.TAPS)) {
      return Optional.of(taps((DepthwiseConv2D) choice.op(), choice, head, scratch));
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
        LanesStrip.of(op).segment(),
        lanes(op, byColumns(op), choice, head));
  }

  /** The weights [channel, kernel width, kernel height, input channel]. */
  private byte[] byColumns(Conv2D op) {
    byte[] weights = graph.constant(op.weights()).toBytes();
    Shape kernel = op.weights().shape();
    int run = kernel.dim(3);
    int taps = kernel.dim(1) * kernel.dim(2);
    byte[] ordered = new byte[weights.length];
    for (int i = 0; i < weights.length / run; i++) {
      int row = i % taps / kernel.dim(2);
      int column = i % kernel.dim(2);
      int to = i / taps * taps + column * kernel.dim(1) + row;
      System.arraycopy(weights, i * run, ordered, to * run, run);
    }
    return ordered;
  }

  private CLanesTaps taps(
      DepthwiseConv2D op, KernelChoice choice, CLayerHead head, String scratch) {
    Shape kernel = op.weights().shape();
    return new CLanesTaps(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()),
        lanes(op, graph.constant(op.weights()).toBytes(), choice, head));
  }

  private CLanesDepthwise depthwise(
      DepthwiseConv2D op, KernelChoice choice, CLayerHead head, String scratch) {
    ShortForm form = choice.shortForm().orElseThrow();
    arrays.add(CArray.ofInts(head.weights() + "_constants", windowConstants(op, form)));
    return new CLanesDepthwise(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        op.window().strideW(),
        op.window().padTop(),
        op.window().padLeft(),
        Layers.zeroPoint(op.input()),
        LanesWindows.of(op).columns(),
        UPPER_BYTE - form.shift());
  }

  /** By channel: its weights by columns, three bytes in a word, half its multiplier, its start. */
  private int[] windowConstants(DepthwiseConv2D op, ShortForm form) {
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] start = starts(op, weights, form);
    int channels = start.length;
    int[] words = new int[channels * CONSTANTS];
    for (int i = 0; i < weights.length; i++) {
      int tap = i / channels;
      int word = i % channels * CONSTANTS + tap % KERNEL;
      words[word] |= (weights[i] & 0xff) << (Byte.SIZE * (tap / KERNEL));
    }
    for (int channel = 0; channel < channels; channel++) {
      words[channel * CONSTANTS + KERNEL] = form.channels().get(channel).multiplier() / 2;
      words[channel * CONSTANTS + KERNEL + 1] = start[channel];
    }
    return words;
  }

  /**
   * @param weights in the order in which the kernel reads them, which keeps channels as they are
   */
  private CLanes lanes(Linear op, byte[] weights, KernelChoice choice, CLayerHead head) {
    ShortForm form = choice.shortForm().orElseThrow();
    int[] start = starts(op, weights, form);
    int[] multipliers = new int[start.length];
    int[] corrections = new int[start.length];
    for (int channel = 0; channel < start.length; channel++) {
      multipliers[channel] = form.channels().get(channel).multiplier();
      corrections[channel] = form.channels().get(channel).correction();
    }
    arrays.add(CArray.ofBytes(head.weights() + "_values", weights));
    arrays.add(CArray.ofInts(head.weights() + "_start", start));
    arrays.add(CArray.ofInts(head.weights() + "_multiplier", multipliers));
    if (form.signed()) {
      arrays.add(CArray.ofInts(head.weights() + "_correction", corrections));
    }
    return new CLanes(
        weights.length / start.length,
        start.length,
        form.signed() ? 1 : 0,
        form.offset(),
        UPPER_BYTE - form.shift());
  }

  /**
   * What accumulators begin with, the input's zero point folded in. Channels whose output is
   * constant get weights of 0.
   */
  private int[] starts(Linear op, byte[] weights, ShortForm form) {
    int[] start = graph.constant(op.bias()).toInts();
    for (int i = 0; i < weights.length; i++) {
      int channel = op.outputChannel(i);
      if (form.channels().get(channel).constant()) {
        weights[i] = 0;
      }
      start[channel] -= Layers.zeroPoint(op.input()) * weights[i];
    }
    for (int channel = 0; channel < start.length; channel++) {
      start[channel] = form.start(channel, start[channel]);
    }
    return start;
  }
}
