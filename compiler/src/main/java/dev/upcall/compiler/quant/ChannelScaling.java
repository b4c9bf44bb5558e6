package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * From int32 accumulators to int8 outputs: one factor per output channel, input scale * weight
 * scale / output scale. As TFLite's {@code PopulateConvolutionQuantizationParams} ({@code
 * kernels/kernel_util.cc}).
 *
 * @param factors one per output channel
 */
public record ChannelScaling(List<FixedPoint> factors) {
  public ChannelScaling {
    factors = List.copyOf(factors);
  }

  /** Factors of an operator with weights. */
  public static ChannelScaling of(Linear op) {
    int channels = op.bias().shape().size();
    return op instanceof FullyConnected
        ? ofFullyConnected(op.input().type(), op.weights().type(), op.output().type(), channels)
        : ofConvolution(op.input().type(), op.weights().type(), op.output().type(), channels);
  }

  /** Factors of a convolution with {@code channels} output channels. */
  public static ChannelScaling ofConvolution(
      TensorType input, TensorType weights, TensorType output, int channels) {
    double inputScale = input.qparams().scale();
    double outputScale = output.qparams().scale();
    List<FixedPoint> factors = new ArrayList<>(channels);
    for (int channel = 0; channel < channels; channel++) {
      double weightScale = weights.quantization().get(index(weights, channel, channels)).scale();
      factors.add(FixedPoint.of(inputScale * weightScale / outputScale));
    }
    return new ChannelScaling(factors);
  }

  /**
   * Factors of a matrix product. With per-tensor weights TFLite multiplies the two scales as floats
   * ({@code GetQuantizedConvolutionMultipler}), which can change the multiplier's last bits.
   */
  public static ChannelScaling ofFullyConnected(
      TensorType input, TensorType weights, TensorType output, int channels) {
    if (weights.quantization().size() > 1) {
      return ofConvolution(input, weights, output, channels);
    }
    float product = input.qparams().scale() * weights.qparams().scale();
    FixedPoint factor = FixedPoint.of((double) product / output.qparams().scale());
    return new ChannelScaling(Collections.nCopies(channels, factor));
  }

  public FixedPoint factor(int channel) {
    return factors.get(channel);
  }

  private static int index(TensorType weights, int channel, int channels) {
    int count = weights.quantization().size();
    if (count != 1 && count != channels) {
      throw new IllegalArgumentException(count + " weight scales for " + channels + " channels");
    }
    return count == 1 ? 0 : channel;
  }
}
