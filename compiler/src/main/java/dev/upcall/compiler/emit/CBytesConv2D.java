package dev.upcall.compiler.emit;

/**
 * A call of upcall_bytes_conv2d.
 *
 * @param scratch expression of a pointer; empty if it needs none
 * @param padding an input outside the image
 */
public record CBytesConv2D(
    CLayerHead head, String scratch, CImage input, CImage output, CWindow window, int padding)
    implements CLayer {}
