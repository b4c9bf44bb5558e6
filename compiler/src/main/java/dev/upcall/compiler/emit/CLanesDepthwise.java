package dev.upcall.compiler.emit;

/**
 * A call of upcall_lanes_depthwise.
 *
 * @param scratch expression of type int32_t *
 * @param columns that windows touch, those of whole blocks included
 * @param up 24 less the form's shift
 */
public record CLanesDepthwise(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    int stride,
    int padTop,
    int padLeft,
    int padding,
    int columns,
    int up)
    implements CLayer {}
