package dev.upcall.compiler.decision;

/**
 * A local variable or argument of a method.
 *
 * @param cName its name in C, never a keyword or another file's macro
 */
record Variable(String name, String cName, Type type) {}
