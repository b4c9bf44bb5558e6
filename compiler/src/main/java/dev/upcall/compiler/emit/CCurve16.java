package dev.upcall.compiler.emit;

/** A call of upcall_curve_16. */
public record CCurve16(CLayerHead head, int tanh, int multiplier, int shift, int count)
    implements CLayer {}
