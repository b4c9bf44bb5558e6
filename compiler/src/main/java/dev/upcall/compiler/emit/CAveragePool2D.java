package dev.upcall.compiler.emit;

import java.util.Optional;

/**
 * A call of upcall_average_pool2d or, with one rounding, of upcall_average_pool2d_short.
 *
 * @param countPadding 0 or 1
 */
public record CAveragePool2D(
    CLayerHead head,
    CImage input,
    CImage output,
    CWindow window,
    int countPadding,
    int zeroPoint,
    int min,
    int max,
    Optional<CRounding> oneRounding)
    implements CLayer {
  /** For the template, which knows no Optional. */
  public CRounding rounding() {
    return oneRounding.orElse(null);
  }
}
