package dev.upcall.compiler.emit;

/** A call of upcall_pool2d. */
public record CPool2D(
    CLayerHead head,
    int bytes,
    CImage input,
    CImage output,
    CWindow window,
    int average,
    int countPadding,
    int zeroPoint,
    int min,
    int max)
    implements CLayer {}
