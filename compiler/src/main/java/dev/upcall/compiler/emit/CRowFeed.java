package dev.upcall.compiler.emit;

/**
 * An input that comes row by row.
 *
 * @param rows of the whole image
 * @param segment the upcall_segment_t that takes them
 * @param image its index there
 */
public record CRowFeed(int rows, int rowBytes, String segment, int image) {}
