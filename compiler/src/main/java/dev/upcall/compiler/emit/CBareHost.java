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
   * @param macro the same in upper case
   * @param fed whether its input comes row by row
   */
  public record Stage(String name, String macro, List<CPort> inputs, boolean fed) {
    public Stage {
      inputs = List.copyOf(inputs);
    }
  }
}
