package dev.upcall.compiler.emit;

/**
 * An upcall_products_layer_t, whose arrays are named after the layer's weights.
 *
 * @param form UPCALL_SHORT, UPCALL_SIGNED or UPCALL_RAW as a number
 * @param exact scaling if raw; its bias is in the weights
 */
public record CProducts(
    int groups, int blocks, int pitch, int form, int offset, int shift, CScaling exact) {
  /** upcall_products.h's names of these numbers. */
  static final int SHORT = 0;

  static final int SIGNED = 1;
  static final int RAW = 2;

  /** The name of the form in C. */
  public String formName() {
    return switch (form) {
      case SHORT -> "UPCALL_SHORT";
      case SIGNED -> "UPCALL_SIGNED";
      default -> "UPCALL_RAW";
    };
  }
}
