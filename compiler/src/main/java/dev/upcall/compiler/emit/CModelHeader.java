package dev.upcall.compiler.emit;

import java.util.List;

/**
 * {@code upcall_model.h}: the arena and all stages.
 *
 * @param arenaBytes of the stage that needs most
 * @param stages prefixes of the stages' functions
 */
public record CModelHeader(CBanner banner, int arenaBytes, List<String> stages) {}
