package dev.upcall.core.decision;

/**
 * A decision behind a stage. Implementations are written in the Java subset that the compiler
 * translates to C: fields are parameters and state, {@link #decide} returns the verdict. The host,
 * the simulator and the tuner run the class as it is; the firmware runs its translation and takes
 * the same decision on every input.
 */
public interface Policy {
  Verdict decide(Scores scores);
}
