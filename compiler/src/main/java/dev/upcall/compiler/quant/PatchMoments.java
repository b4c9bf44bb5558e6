package dev.upcall.compiler.quant;

import java.util.List;

/** Mean and second moments of what a layer's weights are multiplied with, over calibration data. */
final class PatchMoments {
  /** Patches that second moments are estimated from, per weight of a channel. */
  private static final int PATCHES_PER_TAP = 24;

  private final LayerPatches patches;
  private final List<float[]> inputs;

  /**
   * @param inputs elements of the layer's input, a sample each
   */
  PatchMoments(LayerPatches patches, List<float[]> inputs) {
    this.patches = patches;
    this.inputs = inputs;
  }

  /** [groups][taps] */
  double[][] means() {
    double[][] sums = new double[patches.groups()][patches.taps()];
    for (float[] input : inputs) {
      patches.visit(
          input,
          1,
          (group, patch) -> {
            double[] sum = sums[group];
            for (int i = 0; i < patch.length; i++) {
              sum[i] += patch[i];
            }
          });
    }
    double count = (double) inputs.size() * patches.positions();
    for (double[] sum : sums) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= count;
      }
    }
    return sums;
  }

  /** Sums of products of two taps, [groups][taps * taps], from some of the patches. */
  double[][] secondMoments() {
    int taps = patches.taps();
    float[][] sums = new float[patches.groups()][taps * taps];
    long all = (long) inputs.size() * patches.positions();
    int step = (int) Math.max(1, all / ((long) PATCHES_PER_TAP * taps + 1000));
    for (float[] input : inputs) {
      patches.visit(input, step, (group, patch) -> add(sums[group], patch));
    }
    double[][] moments = new double[sums.length][taps * taps];
    for (int group = 0; group < sums.length; group++) {
      for (int row = 0; row < taps; row++) {
        for (int i = row; i < taps; i++) {
          moments[group][row * taps + i] = sums[group][row * taps + i];
          moments[group][i * taps + row] = sums[group][row * taps + i];
        }
      }
    }
    return moments;
  }

  /** Above the diagonal; below it would be the same. */
  private static void add(float[] sums, float[] patch) {
    for (int row = 0; row < patch.length; row++) {
      float factor = patch[row];
      if (factor != 0) {
        int first = row * patch.length;
        for (int i = row; i < patch.length; i++) {
          sums[first + i] += factor * patch[i];
        }
      }
    }
  }
}
