package dev.upcall.compiler.emit;

/**
 * A call of upcall_quads_depthwise.
 *
 * @param scratch expression of type int32_t *
 * @param inPlace 1 if the output is written over the input, else 0
 */
public record CQuadsDepthwise(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    int stride,
    int padTop,
    int padLeft,
    int padding,
    int inPlace,
    int offset,
    int shift)
    implements CLayer {}
