package dev.upcall.compiler.emit;

/**
 * A call of upcall_quads_fully_connected.
 *
 * @param channels outputs
 */
public record CQuadsFullyConnected(CLayerHead head, int channels, CScalar scalar)
    implements CLayer {}
