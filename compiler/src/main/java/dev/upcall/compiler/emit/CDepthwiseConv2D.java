package dev.upcall.compiler.emit;

/** A call of upcall_depthwise_conv2d. */
public record CDepthwiseConv2D(
    CLayerHead head,
    CImage input,
    CImage output,
    CWindow window,
    int inputZeroPoint,
    String weights,
    CScaling scaling)
    implements CLayer {}
