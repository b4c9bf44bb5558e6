package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import java.util.Map;

/** What a kernel computes together, in words. */
public final class Blocking {
  private static final Map<String, String> BLOCKS =
      Map.of(
          DspKernels.CONV,
          "3 pixels x 2 channels",
          WinogradKernels.CONV,
          "4 tiles of 2x2 pixels x 2 channels",
          DspKernels.FULLY_CONNECTED,
          "4 channels",
          DspKernels.PARTS,
          "4 channels, inputs in parts",
          DspKernels.LINE,
          "2 outputs, 4 channels gathered",
          PortableKernels.SHORT_ADD,
          "1 element",
          "upcall_conv2d",
          "4, 2 or 1 channels",
          "upcall_fully_connected",
          "4, 2 or 1 channels",
          "upcall_depthwise_conv2d",
          "4, 2 or 1 channels",
          "upcall_average_pool2d",
          "4 channels");

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
