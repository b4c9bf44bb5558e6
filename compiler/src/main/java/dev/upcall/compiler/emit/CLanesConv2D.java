package dev.upcall.compiler.emit;

/**
 * A call of upcall_lanes_conv2d.
 *
 * @param scratch expression of type int32_t *
 */
public record CLanesConv2D(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    CWindow window,
    int padding,
    CLanes lanes)
    implements CLayer {}
