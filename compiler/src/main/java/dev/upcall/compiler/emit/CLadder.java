package dev.upcall.compiler.emit;

import java.util.List;

/**
 * The ladder: what each stage runs, and what its policy says.
 *
 * @param classes scores of each stage
 * @param scores C type of a score: int8_t, or what the output of a bare model is
 * @param kept how many exits' logits are kept for means
 * @param fractionBits of a mean's multipliers
 * @param gate before the stages
 * @param pushed policies whose parameters the host may set
 * @param check bytes before each feature map
 * @param maps those that the host goes on from; empty where it starts from the input
 */
public record CLadder(
    CBanner banner,
    CWord word,
    int classes,
    String scores,
    int kept,
    int fractionBits,
    Gate gate,
    List<Stage> stages,
    List<Pushed> pushed,
    List<Integer> check,
    List<FeatureMap> maps) {
  public CLadder {
    pushed = List.copyOf(pushed);
    stages = List.copyOf(stages);
    check = List.copyOf(check);
    maps = List.copyOf(maps);
  }

  /** Some policy remembers and is told answers. */
  public boolean learns() {
    return gate.learns() || toldAnswers();
  }

  /** Some policy behind a stage remembers. */
  public boolean toldAnswers() {
    return stages.stream().anyMatch(Stage::learns);
  }

  /** The network whose input comes by rows; empty where it comes as a whole. */
  public String feed() {
    return stages.get(0).runs().get(0).fed();
  }

  /** Whether some stage has scores of some classes alone. */
  public boolean spreads() {
    return stages.stream().anyMatch(stage -> !stage.places().isEmpty());
  }

  /**
   * The policy on the input.
   *
   * @param policy function that decides, without {@code _decide}; empty where there is none
   * @param values of an input
   * @param scale C literal: real units per step of a value
   * @param learns whether it remembers
   */
  public record Gate(String policy, int values, String scale, int zeroPoint, boolean learns) {
    static final Gate NONE = new Gate("", 0, "", 0, false);
  }

  /**
   * One stage.
   *
   * @param runs what it computes
   * @param reads whether that needs the input
   * @param logits call of the function that gives its exit's logits
   * @param parts of a mean; empty where the scores are those of one exit
   * @param offset of a mean
   * @param places classes of the logits, where they are not all
   * @param policy function that decides; empty where a verdict is fixed
   * @param verdict the fixed verdict, a C constant
   * @param scale C literal: real units per step of its scores
   * @param learns whether the policy remembers and is told answers
   */
  public record Stage(
      int index,
      List<Run> runs,
      boolean reads,
      String logits,
      List<Part> parts,
      int offset,
      List<Integer> places,
      String policy,
      String verdict,
      String scale,
      int zeroPoint,
      boolean learns) {
    public Stage {
      runs = List.copyOf(runs);
      parts = List.copyOf(parts);
      places = List.copyOf(places);
    }
  }

  /**
   * A network up to one of its exits, from where it stopped before.
   *
   * @param fed prefix of the network's functions if its input comes by rows, else empty
   * @param inputs what has to be copied in
   * @param logits call of the function that gives the exit's logits
   * @param keep where they are kept; -1: nowhere
   */
  public record Run(String fed, List<Input> inputs, String function, String logits, int keep) {
    public Run {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * An input of a network.
   *
   * @param place call of the function that says where it goes
   * @param bytes macro
   */
  public record Input(String place, String bytes) {}

  /**
   * A policy with parameters that the host may set.
   *
   * @param policy prefix of its functions
   * @param at place of its first value among those of all policies
   */
  public record Pushed(String policy, int at) {}

  /** What the host goes on from behind a stage, tensor by tensor. */
  public record FeatureMap(int stage, List<Piece> pieces) {
    public FeatureMap {
      pieces = List.copyOf(pieces);
    }
  }

  /** A tensor, {@code offset} bytes from the arena's start. */
  public record Piece(int offset, int bytes) {}

  /** Kept logits in a mean. */
  public record Part(int kept, int multiplier) {}
}
