package dev.upcall.compiler.emit;

/**
 * A call of upcall_bytes_depthwise.
 *
 * @param scratch expression of a pointer; empty if it needs none
 * @param padding an input outside the image
 */
public record CBytesDepthwise(
    CLayerHead head, String scratch, CImage input, CImage output, CWindow window, int padding)
    implements CLayer {}
