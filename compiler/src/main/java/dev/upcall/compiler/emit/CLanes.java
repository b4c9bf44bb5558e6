package dev.upcall.compiler.emit;

/**
 * An upcall_lanes_layer_t, whose arrays are named after the layer's weights.
 *
 * @param signed 1 if channels have corrections, else 0
 * @param up 24 less the form's shift
 */
public record CLanes(int depth, int channels, int signed, int offset, int up) {}
