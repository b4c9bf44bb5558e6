package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A stage's source up to its first layer.
 *
 * @param headers of the kernels it calls
 * @param plan the memory plan, drawn
 * @param apart layers that must stay functions of their own
 * @param fed whether its input comes row by row
 */
public record CStageTop(
    CBanner banner,
    String name,
    List<String> headers,
    List<String> plan,
    List<String> apart,
    boolean fed) {}
