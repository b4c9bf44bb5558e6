package dev.upcall.compiler.emit;

/**
 * A call of upcall_add_short.
 *
 * @param right expression of type const int8_t *
 */
public record CAddShort(
    CLayerHead head, int left, int rightFactor, int offset, int shift, String right, int count)
    implements CLayer {}
