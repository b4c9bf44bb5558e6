package dev.upcall.compiler.emit;

/**
 * {@code for (int32_t index = 0; index < count; index++)}.
 *
 * @param indent spaces before it
 */
public record CLoop(String index, int count, String indent) {}
