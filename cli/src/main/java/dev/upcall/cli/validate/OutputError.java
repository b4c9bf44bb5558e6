package dev.upcall.cli.validate;

/**
 * How far outputs are from what they should be, in real units.
 *
 * @param cosine of all outputs as one vector; 1 where both are zero
 * @param sqnrDb signal to noise; infinite where nothing differs
 * @param sameTop share of samples whose greatest element is at the same place
 */
public record OutputError(
    double rmse, double mae, double maxAbsolute, double cosine, double sqnrDb, double sameTop) {}
