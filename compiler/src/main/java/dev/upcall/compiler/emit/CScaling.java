package dev.upcall.compiler.emit;

/**
 * An upcall_scaling_t, whose arrays are named after the layer's weights.
 *
 * @param prefix of the arrays' names: prefix_bias, prefix_multiplier, prefix_right
 */
public record CScaling(String prefix, int zeroPoint, int min, int max) {}
