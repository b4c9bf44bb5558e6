package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A stage's source after its last layer: the functions others call.
 *
 * @param input expression of type int8_t *
 * @param output expression of type const int8_t *
 * @param layers functions to call in turn
 * @param stops whether it stops behind the layer that upcall_bare_layers says
 */
public record CStageRun(
    String name, String input, String output, List<String> layers, boolean stops) {}
