package dev.upcall.compiler.emit;

/** A call of upcall_conv2d. */
public record CConv2D(
    CLayerHead head,
    CImage input,
    CImage output,
    CWindow window,
    int groups,
    int inputZeroPoint,
    String weights,
    CScaling scaling)
    implements CLayer {}
