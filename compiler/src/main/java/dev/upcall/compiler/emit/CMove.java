package dev.upcall.compiler.emit;

import java.util.List;

/**
 * One call of upcall_copy; figures are bytes.
 *
 * @param input expression of the operand
 */
public record CMove(
    String input,
    int run,
    int inputStart,
    int outputStart,
    List<Integer> dims,
    List<Integer> inputStrides,
    List<Integer> outputStrides) {}
