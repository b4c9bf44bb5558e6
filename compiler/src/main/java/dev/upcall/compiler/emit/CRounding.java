package dev.upcall.compiler.emit;

import dev.upcall.compiler.kernel.RoundingForm;

/** An upcall_rounding_t, or an upcall_long_rounding_t, which has no shift. */
public record CRounding(int factor, long offset, long below, int shift) {
  static CRounding of(RoundingForm form) {
    return new CRounding(form.factor(), form.offset(), form.below(), form.shift());
  }

  /** Whether offsets have 64 bits. */
  public boolean wide() {
    return shift == RoundingForm.WIDE;
  }
}
