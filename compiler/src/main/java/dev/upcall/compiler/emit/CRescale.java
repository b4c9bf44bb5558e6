package dev.upcall.compiler.emit;

/** A call of upcall_rescale. */
public record CRescale(
    CLayerHead head,
    int inputBytes,
    int outputBytes,
    int inputZeroPoint,
    int outputZeroPoint,
    CFactor above,
    CFactor below,
    int min,
    int max,
    int count)
    implements CLayer {}
