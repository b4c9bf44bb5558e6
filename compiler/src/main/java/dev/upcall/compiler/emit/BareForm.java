package dev.upcall.compiler.emit;

/** What a bare image is for. */
public enum BareForm {
  /** As small and fast as it gets: what a model takes by itself. */
  PLAIN("-bare"),
  /** Every layer is a function of its own, so that each can be measured. */
  LAYERS_APART("-layers"),
  /** Stops behind any layer, so that its output can be seen. */
  STOPPING("-stopping");

  private final String suffix;

  BareForm(String suffix) {
    this.suffix = suffix;
  }

  /** Behind the name of the folder that such a project is written to. */
  public String suffix() {
    return suffix;
  }
}
