package dev.upcall.compiler.emit;

/** A call of upcall_standardize: rows of [rows, depth]. */
public record CStandardize(
    CLayerHead head,
    int rows,
    int depth,
    int epsilon,
    int epsilonShift,
    CFactor factor,
    int zeroPoint)
    implements CLayer {}
