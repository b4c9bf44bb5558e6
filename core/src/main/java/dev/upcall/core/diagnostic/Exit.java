package dev.upcall.core.diagnostic;

/**
 * Exit codes of the {@code upcall} command; one meaning each, so that scripts can branch on them.
 */
public enum Exit {
  OK(0),
  BUG(1),
  USAGE(2),
  BAD_INPUT(3),
  UNSUPPORTED(4),
  DOES_NOT_FIT(5),
  ACCURACY_GATE(6),
  TOOLCHAIN(7),
  DEVICE_OR_NETWORK(8);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
