/**
 * Prints C. Records say what is printed, templates of the same name in {@code templates/model} how;
 * templates loop and print and never compute. The same plan gives the same bytes, whatever the
 * locale, the clock or the folder.
 */
package dev.upcall.compiler.emit;
