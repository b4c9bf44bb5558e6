package dev.upcall.compiler.emit;

/** A call of upcall_arg_reduce: [outer, depth, inner] to [outer, inner]. */
public record CArgReduce(
    CLayerHead head, int bytes, int outer, int depth, int inner, int sign, int last)
    implements CLayer {}
