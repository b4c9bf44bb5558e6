package dev.upcall.compiler.tflite;

/** Counts what the constants of a model take. */
final class ConstantBudget {
  private final long limit;
  private long taken;

  ConstantBudget(TfliteLimits limits) {
    this.limit = limits.constantBytes();
  }

  /**
   * @param at what takes them, for the message
   */
  void take(long bytes, String at) {
    taken += bytes;
    if (taken > limit) {
      throw TfliteModel.tooLarge(at, taken + " bytes of constants", limit + " bytes");
    }
  }
}
