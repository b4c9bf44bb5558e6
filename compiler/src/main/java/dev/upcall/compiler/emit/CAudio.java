package dev.upcall.compiler.emit;

/**
 * {@code upcall_preprocess} of audio: a front end's constants and its calls.
 *
 * @param what the front end in words
 * @param tables the arrays, printed
 * @param points of its Fourier transform
 * @param coefficients of its cosine transform; 0: it has none
 */
public record CAudio(
    CBanner banner,
    String what,
    String tables,
    int points,
    int mels,
    int coefficients,
    int floor,
    int range,
    int multiplier) {}
