package dev.upcall.compiler.emit;

/**
 * A stage's header.
 *
 * @param name prefix of its functions, {@code upcall_stage_small}
 * @param macro the same in upper case
 * @param inputShape for the comment
 */
public record CStageHeader(
    CBanner banner,
    String name,
    String macro,
    int arenaBytes,
    int inputBytes,
    int outputBytes,
    String inputShape,
    String outputShape) {}
