package dev.upcall.compiler.emit;

/** A call of upcall_softmax_16; {@code tables} is what the names of its two tables begin with. */
public record CSoftmax16(CLayerHead head, int rows, int depth, CFactor factor, String tables)
    implements CLayer {}
