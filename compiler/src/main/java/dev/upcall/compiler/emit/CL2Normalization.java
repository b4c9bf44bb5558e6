package dev.upcall.compiler.emit;

/** A call of upcall_l2_normalization: rows of [rows, depth]. */
public record CL2Normalization(CLayerHead head, int rows, int depth, int zeroPoint)
    implements CLayer {}
