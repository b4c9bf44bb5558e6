package dev.upcall.compiler.emit;

/** A call of upcall_max_pool2d. */
public record CMaxPool2D(
    CLayerHead head, CImage input, CImage output, CWindow window, int min, int max)
    implements CLayer {}
