package dev.upcall.compiler.emit;

/**
 * A call of upcall_products_conv2d.
 *
 * @param scratch expression of type int32_t *
 * @param tail inputs of a row beyond whole groups, as upcall_rows_t has it
 */
public record CProductsConv2D(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    CWindow window,
    int padding,
    int tail,
    CProducts products)
    implements CLayer {}
