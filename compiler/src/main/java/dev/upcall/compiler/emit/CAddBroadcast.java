package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A call of upcall_add_broadcast.
 *
 * @param right expression of type const int8_t *
 * @param dims of the output, four of them, as the strides
 */
public record CAddBroadcast(
    CLayerHead head,
    CSum sum,
    String right,
    List<Integer> dims,
    List<Integer> leftStrides,
    List<Integer> rightStrides)
    implements CLayer {}
