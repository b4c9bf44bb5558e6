package dev.upcall.training.quant;

import java.util.Locale;

/** Bits of a layer's weights, as the compiler's option {@code --weights} says. */
public enum Bits {
  /** 8 everywhere. */
  INT8(8),

  /** 4, but 8 in depthwise convolutions. */
  INT4(4);

  private final int standard;

  Bits(int standard) {
    this.standard = standard;
  }

  /** As settings and command lines write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  int of(boolean depthwise) {
    return depthwise ? 8 : standard;
  }
}
