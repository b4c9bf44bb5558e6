package dev.upcall.compiler.emit;

/** A call of upcall_linear2d. */
public record CLinear2D(
    CLayerHead head,
    int bytes,
    CImage input,
    CImage output,
    CWindow window,
    int transposed,
    int depth,
    int group,
    int inputZeroPoint,
    int strideChannel,
    int strideTap,
    int strideDepth,
    int wide,
    int zeroPoint,
    int min,
    int max)
    implements CLayer {}
