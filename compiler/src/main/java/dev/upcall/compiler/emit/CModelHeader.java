package dev.upcall.compiler.emit;

import java.util.List;

/**
 * {@code upcall_model.h}: the arena and all stages.
 *
 * @param arenaBytes of the stage that needs most, whole words
 * @param stages prefixes of the stages' functions
 */
public record CModelHeader(CBanner banner, int arenaBytes, CWord word, List<String> stages) {}
