package dev.upcall.compiler.emit;

import java.util.List;
import java.util.Optional;

/**
 * A stage's header.
 *
 * @param name prefix of its functions, {@code upcall_stage_small}
 * @param macro the same in upper case
 * @param resets whether something is kept from run to run
 * @param parts functions that a run is cut into where a ladder may stop; 0 if it is not
 * @param feed how its input comes by rows; absent where it comes as a whole
 */
public record CStageHeader(
    CBanner banner,
    String name,
    String macro,
    int arenaBytes,
    List<CPort> inputs,
    List<CPort> outputs,
    boolean resets,
    int parts,
    Optional<CRowFeed> feed) {
  public CStageHeader {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** For the template, which knows no Optional. */
  public CRowFeed rowFeed() {
    return feed.orElse(null);
  }
}
