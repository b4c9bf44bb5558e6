package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import java.util.Map;

/** What a kernel computes together, in words. */
public final class Blocking {
  private static final Map<String, String> BLOCKS =
      Map.ofEntries(
          Map.entry(DspKernels.CONV, "3 pixels x 2 channels"),
          Map.entry(WinogradKernels.CONV, "4 tiles of 2x2 pixels x 2 channels"),
          Map.entry(DspKernels.FULLY_CONNECTED, "4 channels"),
          Map.entry(DspKernels.PARTS, "4 channels, inputs in parts"),
          Map.entry(DspKernels.LINE, "2 outputs, 4 channels gathered"),
          Map.entry(MveKernels.CONV, "3 pixels x 2 channels x 16 taps"),
          Map.entry(MveKernels.FULLY_CONNECTED, "4 channels x 16 taps"),
          Map.entry(LanesWindowRule.FUNCTION, "4 windows gathered, 16 channels"),
          Map.entry(MveKernels.TAPS, "16 channels side by side"),
          Map.entry(ScalarKernels.CONV, "4 pixels, two in a word"),
          Map.entry(ScalarKernels.FULLY_CONNECTED, "8 or 4 channels"),
          Map.entry(ScalarKernels.DEPTHWISE, "2 rows of outputs in a word"),
          Map.entry(QuadsKernels.CONV, "4 pixels x 4 channels"),
          Map.entry(QuadsKernels.FULLY_CONNECTED, "16 channels"),
          Map.entry(QuadsKernels.DEPTHWISE, "3 outputs"),
          Map.entry(QuadsKernels.LINE, "4 channels"),
          Map.entry(BytesKernels.CONV, "4 channels"),
          Map.entry(BytesKernels.FULLY_CONNECTED, "4 channels"),
          Map.entry(BytesKernels.DEPTHWISE, "1 output"),
          Map.entry(PortableKernels.SHORT_ADD, "1 element"),
          Map.entry("upcall_conv2d", "4, 2 or 1 channels"),
          Map.entry("upcall_fully_connected", "4, 2 or 1 channels"),
          Map.entry("upcall_depthwise_conv2d", "4, 2 or 1 channels"),
          Map.entry(PortableKernels.SHORT_POOL, "4 channels"),
          Map.entry("upcall_average_pool2d", "4 channels"));

  private Blocking() {}

  /** As in {@code 3 pixels x 2 channels}; empty where the kernel has no blocks worth a word. */
  public static String of(KernelChoice choice) {
    String blocks = blocks(choice);
    return choice.packedBytes() == 0
        ? blocks
        : blocks + (blocks.isEmpty() ? "" : ", ") + choice.packedBytes() + " B of weights decoded";
  }

  private static String blocks(KernelChoice choice) {
    String function = choice.function().orElse("");
    if (function.equals(DspKernels.DEPTHWISE)) {
      return "4 channels, bands of " + WalkLayout.of((DepthwiseConv2D) choice.op()).band();
    }
    return BLOCKS.getOrDefault(function, "");
  }
}
