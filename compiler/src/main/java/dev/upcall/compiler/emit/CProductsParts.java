package dev.upcall.compiler.emit;

/**
 * A call of upcall_products_parts.
 *
 * @param scratch expression of type int32_t *
 * @param part inputs that are expanded at a time
 */
public record CProductsParts(
    CLayerHead head, String scratch, int depth, int part, CProducts products) implements CLayer {}
