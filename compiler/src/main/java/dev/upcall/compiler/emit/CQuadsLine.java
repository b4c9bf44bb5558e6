package dev.upcall.compiler.emit;

/**
 * A call of upcall_quads_line.
 *
 * @param inputs positions of the line
 * @param signed 1 if there are corrections, else 0
 */
public record CQuadsLine(
    CLayerHead head, int inputs, int channels, int taps, int signed, int offset, int shift)
    implements CLayer {}
