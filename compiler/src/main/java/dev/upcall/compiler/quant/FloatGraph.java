package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;

/**
 * A graph that computes in float32 on the device, and in the integer types its model has. Its
 * operators are those of {@code floats}, whose results the C gives.
 */
public record FloatGraph(Graph graph) implements ExecutableGraph {}
