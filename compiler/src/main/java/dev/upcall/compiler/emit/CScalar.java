package dev.upcall.compiler.emit;

/**
 * An upcall_scalar_t.
 *
 * @param signed 1 if there are corrections, else 0
 */
public record CScalar(int taps, int blocks, int pitch, int signed, int offset, int shift) {}
