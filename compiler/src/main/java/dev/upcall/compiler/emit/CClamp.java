package dev.upcall.compiler.emit;

/** A call of upcall_clamp. */
public record CClamp(
    CLayerHead head,
    int inputZeroPoint,
    int outputZeroPoint,
    CFactor factor,
    int min,
    int max,
    int count)
    implements CLayer {}
