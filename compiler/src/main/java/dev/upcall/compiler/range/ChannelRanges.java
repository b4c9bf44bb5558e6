package dev.upcall.compiler.range;

import dev.upcall.compiler.ir.Value;
import java.util.Arrays;

/**
 * What an int8 activation can be, for each index of its last axis.
 *
 * <p>Not a record: its arrays are its own.
 */
public final class ChannelRanges {
  private final int[] min;
  private final int[] max;

  ChannelRanges(int[] min, int[] max) {
    this.min = min.clone();
    this.max = max.clone();
  }

  /** Every int8 value. */
  public static ChannelRanges full(Value value) {
    return uniform(value.shape().dim(-1), Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  static ChannelRanges uniform(int channels, int min, int max) {
    int[] mins = new int[channels];
    int[] maxs = new int[channels];
    Arrays.fill(mins, min);
    Arrays.fill(maxs, max);
    return new ChannelRanges(mins, maxs);
  }

  public int channels() {
    return min.length;
  }

  public int min(int channel) {
    return min[channel];
  }

  public int max(int channel) {
    return max[channel];
  }

  /** Channels that are one value, whatever the input. */
  public int constants() {
    int count = 0;
    for (int channel = 0; channel < min.length; channel++) {
      count += min[channel] == max[channel] ? 1 : 0;
    }
    return count;
  }

  /** The same for all channels: from the least to the largest value of any. */
  ChannelRanges spread(int channels) {
    int least = Byte.MAX_VALUE;
    int largest = Byte.MIN_VALUE;
    for (int channel = 0; channel < min.length; channel++) {
      least = Math.min(least, min[channel]);
      largest = Math.max(largest, max[channel]);
    }
    return uniform(channels, least, largest);
  }

  /** With {@code value} as a further possibility in every channel. */
  ChannelRanges including(int value) {
    int[] mins = min.clone();
    int[] maxs = max.clone();
    for (int channel = 0; channel < mins.length; channel++) {
      mins[channel] = Math.min(mins[channel], value);
      maxs[channel] = Math.max(maxs[channel], value);
    }
    return new ChannelRanges(mins, maxs);
  }
}
