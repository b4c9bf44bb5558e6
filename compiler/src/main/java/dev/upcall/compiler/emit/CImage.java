package dev.upcall.compiler.emit;

/** An upcall_image_t: [height, width, channels]. */
public record CImage(int height, int width, int channels) {}
