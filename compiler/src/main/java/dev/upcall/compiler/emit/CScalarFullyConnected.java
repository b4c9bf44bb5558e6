package dev.upcall.compiler.emit;

/**
 * A call of upcall_scalar_fully_connected.
 *
 * @param scratch expression of type int32_t *
 * @param depth inputs
 * @param channels outputs
 */
public record CScalarFullyConnected(
    CLayerHead head, String scratch, int depth, int channels, CScalar scalar) implements CLayer {}
