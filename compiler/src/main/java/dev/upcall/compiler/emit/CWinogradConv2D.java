package dev.upcall.compiler.emit;

/**
 * A call of upcall_winograd_conv2d.
 *
 * @param scratch expression of type int32_t *
 * @param form UPCALL_SHORT or UPCALL_SIGNED as a number
 */
public record CWinogradConv2D(
    CLayerHead head,
    String scratch,
    CImage input,
    CImage output,
    int padTop,
    int padLeft,
    int padding,
    int form,
    int offset,
    int shift)
    implements CLayer {}
