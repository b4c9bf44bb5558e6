package dev.upcall.compiler.emit;

/** An upcall_add_t. */
public record CSum(
    int leftZeroPoint,
    int rightZeroPoint,
    int outputZeroPoint,
    CFactor left,
    CFactor right,
    CFactor output,
    int min,
    int max) {}
