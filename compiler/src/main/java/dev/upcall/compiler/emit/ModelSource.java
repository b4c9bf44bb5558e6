package dev.upcall.compiler.emit;

/**
 * The file a network was read from.
 *
 * @param file name without folders, so that output does not depend on where the project lies
 * @param sha256 of its bytes, in hexadecimal
 */
public record ModelSource(String file, String sha256) {}
