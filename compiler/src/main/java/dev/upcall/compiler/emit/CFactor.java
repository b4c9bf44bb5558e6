package dev.upcall.compiler.emit;

/** A fixed-point factor: Q31 multiplier and shift. */
public record CFactor(int multiplier, int shift) {}
