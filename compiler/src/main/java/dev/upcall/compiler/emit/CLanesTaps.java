package dev.upcall.compiler.emit;

/**
 * A call of upcall_lanes_taps.
 *
 * @param scratch expression of type int32_t *
 */
public record CLanesTaps(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    CWindow window,
    int padding,
    CLanes lanes)
    implements CLayer {}
