package dev.upcall.compiler.emit;

/** A call of upcall_mean_short: [outer, count, inner] to [outer, inner]. */
public record CMeanShort(
    CLayerHead head, int outer, int count, int inner, int offset, CRounding rounding)
    implements CLayer {}
