package dev.upcall.compiler.emit;

/** A call of upcall_reduce: [outer, count, inner] to [outer, inner]. */
public record CReduce(
    CLayerHead head,
    int operation,
    int bytes,
    int outer,
    int count,
    int inner,
    int offset,
    CFactor factor,
    int zeroPoint,
    int min,
    int max)
    implements CLayer {}
