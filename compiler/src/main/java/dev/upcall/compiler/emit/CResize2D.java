package dev.upcall.compiler.emit;

/** A call of upcall_resize2d. */
public record CResize2D(
    CLayerHead head,
    int bytes,
    CImage input,
    CImage output,
    int rowTaps,
    int columnTaps,
    String prefix)
    implements CLayer {}
