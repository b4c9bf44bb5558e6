package dev.upcall.compiler.emit;

/** A call of upcall_gather; a run in bytes. */
public record CGather(CLayerHead head, int rows, int length, int run, int count, String indices)
    implements CLayer {}
