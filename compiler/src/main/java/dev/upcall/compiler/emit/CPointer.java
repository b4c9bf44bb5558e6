package dev.upcall.compiler.emit;

/**
 * A pointer to the elements of a tensor.
 *
 * @param type of an element
 * @param name of the pointer
 * @param address expression of type void * or a pointer to {@code type}
 */
public record CPointer(String type, String name, String address) {}
