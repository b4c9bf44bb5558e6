package dev.upcall.compiler.emit;

/**
 * A call of upcall_quads_conv2d.
 *
 * @param scratch expression of type int32_t *
 */
public record CQuadsConv2D(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    CWindow window,
    int padding,
    CScalar scalar)
    implements CLayer {}
