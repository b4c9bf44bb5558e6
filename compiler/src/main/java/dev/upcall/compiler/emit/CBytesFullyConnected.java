package dev.upcall.compiler.emit;

/** A call of upcall_bytes_fully_connected, for {@code rows} vectors. */
public record CBytesFullyConnected(CLayerHead head, int rows, int depth, int channels)
    implements CLayer {}
