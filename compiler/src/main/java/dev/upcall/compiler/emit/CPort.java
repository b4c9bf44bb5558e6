package dev.upcall.compiler.emit;

/**
 * An input or an output of a stage.
 *
 * @param suffix of its function's name: empty where it is the only one, else {@code _0} and so on
 * @param type C type of an element
 * @param dtype the same in words
 * @param shape for the comment
 * @param address expression that converts to a pointer to {@code type}
 */
public record CPort(
    String suffix, String type, String dtype, int bytes, String shape, String address) {}
