package dev.upcall.compiler.emit;

/** A call of upcall_log_softmax: rows of [rows, depth]. */
public record CLogSoftmax(
    CLayerHead head, int rows, int depth, CFactor factor, int minDifference, CFactor inverse)
    implements CLayer {}
