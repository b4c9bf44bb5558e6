package dev.upcall.compiler.emit;

/** A call of upcall_lookup. */
public record CLookup(CLayerHead head, String table, int count) implements CLayer {}
