package dev.upcall.compiler.emit;

/**
 * A call of upcall_products_conv2d.
 *
 * @param scratch expression of type int32_t *
 */
public record CProductsConv2D(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    CWindow window,
    int padding,
    CProducts products)
    implements CLayer {}
