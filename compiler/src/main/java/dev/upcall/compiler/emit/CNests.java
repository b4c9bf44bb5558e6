package dev.upcall.compiler.emit;

import java.util.List;

/** An operator that is loops over elements. */
public record CNests(CLayerHead head, List<CNest> nests) implements CLayer {
  public CNests {
    nests = List.copyOf(nests);
  }

  /** Whether each of the nests is a block of its own. */
  public boolean blocks() {
    return nests.size() > 1;
  }
}
