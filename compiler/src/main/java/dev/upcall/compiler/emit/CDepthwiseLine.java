package dev.upcall.compiler.emit;

/**
 * A call of upcall_depthwise_line.
 *
 * @param scratch expression of type int32_t *
 * @param inputs positions of the line
 */
public record CDepthwiseLine(
    CLayerHead head, String scratch, int inputs, int channels, int taps, int offset, int shift)
    implements CLayer {}
