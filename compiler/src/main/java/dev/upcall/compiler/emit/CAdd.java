package dev.upcall.compiler.emit;

/**
 * A call of upcall_add: operands of the same size.
 *
 * @param right expression of type const int8_t *
 */
public record CAdd(CLayerHead head, CSum sum, String right, int count) implements CLayer {}
