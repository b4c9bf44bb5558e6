package dev.upcall.compiler.emit;

/** A call of upcall_softmax. */
public record CSoftmax(CLayerHead head, int rows, int depth, CFactor factor, int minDifference)
    implements CLayer {}
