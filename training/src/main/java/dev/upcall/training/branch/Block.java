package dev.upcall.training.branch;

/**
 * An output of a network and its work for one sample.
 *
 * @param trunk multiply-accumulates of the network itself up to where the output leaves it
 * @param own multiply-accumulates of what is only computed for this output
 */
public record Block(String name, long trunk, long own) {
  /** Multiply-accumulates from the input to this output and to no other. */
  public long macs() {
    return trunk + own;
  }
}
