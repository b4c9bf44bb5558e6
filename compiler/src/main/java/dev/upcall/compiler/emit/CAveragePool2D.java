package dev.upcall.compiler.emit;

/**
 * A call of upcall_average_pool2d.
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
    int max)
    implements CLayer {}
