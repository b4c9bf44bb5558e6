package dev.upcall.compiler.emit;

/**
 * A call of upcall_products_fully_connected.
 *
 * @param scratch expression of type int32_t *
 */
public record CProductsFullyConnected(
    CLayerHead head, String scratch, int depth, CProducts products) implements CLayer {}
