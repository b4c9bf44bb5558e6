package dev.upcall.compiler.kernel;

/** Cheaper arithmetic that was proved to give one operator's outputs, with its numbers. */
public sealed interface Proved permits RoundingForm, ShortForm, SumForm {}
