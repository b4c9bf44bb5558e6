package dev.upcall.compiler.emit;

import java.util.List;

/**
 * The main function of a bare image on the host: runs the stages on the inputs of a file.
 *
 * @param stops whether stages stop behind the layer that upcall_bare_layers says
 */
public record CBareHost(CBanner banner, CWord word, List<Stage> stages, boolean stops) {
  public CBareHost {
    stages = List.copyOf(stages);
  }

  /**
   * One network.
   *
   * @param name prefix of its functions
   */
  public record Stage(String name, List<CPort> inputs) {
    public Stage {
      inputs = List.copyOf(inputs);
    }
  }
}
