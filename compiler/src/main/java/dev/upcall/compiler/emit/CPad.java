package dev.upcall.compiler.emit;

import java.util.List;

/** A call of upcall_pad; four axes each. */
public record CPad(
    CLayerHead head, List<Integer> input, List<Integer> output, List<Integer> before, int value)
    implements CLayer {}
