package dev.upcall.compiler.emit;

/**
 * {@code upcall_preprocess}: raw bytes to int8 by table.
 *
 * @param tables the array, printed; empty where raw bytes are the input already
 * @param tableCount value i of a sample uses table i % tableCount
 * @param byRows whether there is a function for a row
 */
public record CPreprocess(CBanner banner, String tables, int tableCount, boolean byRows) {}
