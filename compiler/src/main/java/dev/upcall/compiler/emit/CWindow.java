package dev.upcall.compiler.emit;

/** An upcall_window_t. */
public record CWindow(
    int height,
    int width,
    int strideY,
    int strideX,
    int dilationY,
    int dilationX,
    int padTop,
    int padLeft) {}
