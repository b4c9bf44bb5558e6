package dev.upcall.core.decision.tune;

import java.util.function.IntPredicate;

/** A set of samples by index, made for counting what sets have in common. Immutable. */
final class SampleSet {
  private final long[] words;

  private SampleSet(long[] words) {
    this.words = words;
  }

  /** Those of the first {@code size} that pass. */
  static SampleSet of(int size, IntPredicate in) {
    long[] words = new long[(size + 63) / 64];
    for (int i = 0; i < size; i++) {
      if (in.test(i)) {
        words[i / 64] |= 1L << i % 64;
      }
    }
    return new SampleSet(words);
  }

  int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** How many are in both. */
  int count(SampleSet other) {
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      count += Long.bitCount(words[i] & other.words[i]);
    }
    return count;
  }

  /** How many are in all three. */
  int count(SampleSet second, SampleSet third) {
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      count += Long.bitCount(words[i] & second.words[i] & third.words[i]);
    }
    return count;
  }

  /** Those that are in neither of two others. */
  SampleSet without(SampleSet first, SampleSet second) {
    long[] left = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      left[i] = words[i] & ~first.words[i] & ~second.words[i];
    }
    return new SampleSet(left);
  }

  boolean contains(int sample) {
    return (words[sample / 64] >>> sample % 64 & 1) != 0;
  }
}
