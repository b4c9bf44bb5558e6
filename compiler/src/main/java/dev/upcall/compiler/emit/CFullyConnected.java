package dev.upcall.compiler.emit;

/** A call of upcall_fully_connected. */
public record CFullyConnected(
    CLayerHead head, int rows, int depth, int channels, String weights, CScaling scaling)
    implements CLayer {}
