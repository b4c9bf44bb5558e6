package dev.upcall.compiler.emit;

import java.util.List;

/** Calls of upcall_copy, one for each operand. */
public record CCopy(CLayerHead head, int count, List<CMove> moves) implements CLayer {}
