package dev.upcall.compiler.emit;

/**
 * A call of upcall_lanes_conv2d.
 *
 * @param scratch expression of type int32_t *
 * @param segment output pixels of a row whose inputs are copied together, or 0
 */
public record CLanesConv2D(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    CWindow window,
    int padding,
    int segment,
    CLanes lanes)
    implements CLayer {}
