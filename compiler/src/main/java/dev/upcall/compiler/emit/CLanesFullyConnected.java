package dev.upcall.compiler.emit;

/**
 * A call of upcall_lanes_fully_connected.
 *
 * @param scratch expression of type int32_t *
 */
public record CLanesFullyConnected(CLayerHead head, String scratch, CLanes lanes)
    implements CLayer {}
