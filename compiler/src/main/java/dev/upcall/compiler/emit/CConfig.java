package dev.upcall.compiler.emit;

import java.util.List;

/**
 * {@code upcall_config.h}: what the runtime has to know about this firmware.
 *
 * @param project C string literal
 * @param board C string literal
 * @param audioWindow raw samples of a frame; 0: they are no audio
 * @param audioStride raw samples from frame to frame
 * @param canUpcall 0 or 1
 * @param learns 0 or 1
 * @param gate 0 or 1
 * @param checks 0 or 1: some policy says AUDIT or LATER
 * @param degrades 0 or 1: some policy says DEGRADE
 * @param looksAround 0 or 1: some policy reads clock or link
 * @param keepsInput 0 or 1
 * @param pushed parameters that the host may set
 * @param featureMapBytes of the largest that upcalls carry; 0: they carry the input
 * @param rows in which the input comes; 0: as a whole
 * @param signature 32 values of 0..255
 */
public record CConfig(
    CBanner banner,
    String project,
    String board,
    int inputBytes,
    int rawBytes,
    int audioWindow,
    int audioStride,
    int classes,
    int stages,
    int canUpcall,
    int learns,
    int gate,
    int checks,
    int degrades,
    int looksAround,
    int keepsInput,
    int pushed,
    int featureMapBytes,
    int rows,
    List<Integer> signature,
    int deadlineMs) {}
