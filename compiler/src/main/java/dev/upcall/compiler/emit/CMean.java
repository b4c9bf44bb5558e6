package dev.upcall.compiler.emit;

/** A call of upcall_mean: [outer, count, inner] to [outer, inner]. */
public record CMean(
    CLayerHead head, int outer, int count, int inner, int offset, CFactor factor, int zeroPoint)
    implements CLayer {}
