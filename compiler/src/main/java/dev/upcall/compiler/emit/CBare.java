package dev.upcall.compiler.emit;

import java.util.List;
import java.util.Map;

/**
 * The main function of a bare image on a microcontroller: runs a stage when a debugger says so.
 *
 * @param places where in the arena inputs and outputs are, in words
 * @param stages prefixes of the stages' functions
 * @param stops whether stages stop behind the layer that upcall_bare_layers says
 * @param fed macros of those stages whose input comes row by row, by their functions' prefix
 */
public record CBare(
    CBanner banner,
    CWord word,
    List<String> places,
    List<String> stages,
    boolean stops,
    Map<String, String> fed) {}
