package dev.upcall.compiler.emit;

/**
 * A call of upcall_depthwise_walk.
 *
 * @param scratch expression of type int32_t *
 * @param pitch columns of a row of pairs
 * @param band rows of pairs that are computed together
 */
public record CDepthwiseWalk(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    int stride,
    int padTop,
    int padLeft,
    int padding,
    int pitch,
    int band,
    int shift)
    implements CLayer {}
