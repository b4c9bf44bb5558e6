package dev.upcall.compiler;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.emit.ModelSource;
import dev.upcall.compiler.plan.Payload;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A ladder on its way through the compiler: the stages it has, and the networks that they run, in
 * the form {@code M} that the last step gave them.
 *
 * @param name of the project, or of the model file
 * @param project empty for a bare model file
 * @param calibration the samples its ranges were chosen by; empty before it is quantised
 * @param members a network for each member that a stage runs, in the order in which they first do
 * @param stages as the device climbs them
 * @param payload what its upcalls carry, as far as the networks have come to where that is known
 */
public record Ladder<M>(
    CompileRequest request,
    String name,
    Board board,
    Optional<Project> project,
    Optional<Calibration> calibration,
    List<Member<M>> members,
    List<Stage> stages,
    Payload payload) {
  /** Among {@link Member#exits}: the member's own end. */
  public static final String END = "";

  /**
   * A network. Its outputs are its exits.
   *
   * @param name the member's
   * @param exits names of the outputs that stages have scores from, in the order of the stages
   * @param results names of further outputs, of what a host computes behind the device's last exit
   */
  public record Member<M>(
      String name, ModelSource source, List<String> exits, List<String> results, M model) {
    public Member {
      exits = List.copyOf(exits);
      results = List.copyOf(results);
    }

    /** Of which a host computes nothing. */
    public Member(String name, ModelSource source, List<String> exits, M model) {
      this(name, source, exits, List.of(), model);
    }

    /** A network of its own, up to its end. */
    public Member(String name, ModelSource source, M model) {
      this(name, source, List.of(END), model);
    }

    /** The same member with its network in another form. */
    <N> Member<N> with(N other) {
      return new Member<>(name, source, exits, results, other);
    }

    /** Names of its outputs, before it is cut where the device's part ends. */
    List<String> outputs() {
      return Stream.concat(exits.stream(), results.stream()).toList();
    }
  }

  /**
   * What ends in scores and has a policy behind it.
   *
   * @param parts the exits whose scores it has; of several the mean
   * @param classes indices of those classes that its scores are of; empty for all
   */
  public record Stage(List<Part> parts, List<Integer> classes, Optional<PolicySpec> policy) {
    public Stage {
      parts = List.copyOf(parts);
      classes = List.copyOf(classes);
    }
  }

  /**
   * One exit of a member.
   *
   * @param exit index into {@link Member#exits}
   */
  public record Part(String member, int exit) {}

  /**
   * Scores that a stage has from one network.
   *
   * @param member index into {@link #members}
   * @param output index of the network's output
   * @param name as messages call it: {@code small}, {@code small/early}
   * @param classes indices of those classes that its scores are of; empty for all
   */
  public record Exit(int member, int output, String name, List<Integer> classes) {
    public Exit {
      classes = List.copyOf(classes);
    }
  }

  public Ladder {
    members = List.copyOf(members);
    stages = List.copyOf(stages);
  }

  /** Of a device that sends its input. */
  public Ladder(
      CompileRequest request,
      String name,
      Board board,
      Optional<Project> project,
      Optional<Calibration> calibration,
      List<Member<M>> members,
      List<Stage> stages) {
    this(request, name, board, project, calibration, members, stages, Payload.INPUT);
  }

  /** A single network without a policy. */
  public static <M> Ladder<M> of(CompileRequest request, Board board, Member<M> member) {
    return new Ladder<>(
        request,
        member.name(),
        board,
        Optional.empty(),
        Optional.empty(),
        List.of(member),
        List.of(new Stage(List.of(new Part(member.name(), 0)), List.of(), Optional.empty())));
  }

  /** All exits of all networks. */
  public List<Exit> exits() {
    List<Exit> all = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      all.addAll(exits(i));
    }
    return all;
  }

  /** Those of one network. */
  List<Exit> exits(int index) {
    Member<M> member = members.get(index);
    List<Exit> exits = new ArrayList<>();
    for (String exit : member.exits()) {
      Part part = new Part(member.name(), exits.size());
      List<Integer> classes =
          stages.stream()
              .filter(stage -> stage.parts().contains(part))
              .findFirst()
              .map(Stage::classes)
              .orElse(List.of());
      String name = exit.equals(END) ? member.name() : member.name() + "/" + exit;
      exits.add(new Exit(index, part.exit(), name, classes));
    }
    return exits;
  }

  /** The same ladder with each network in another form. */
  <N> Ladder<N> map(Function<Member<M>, N> step) {
    return withMembers(members.stream().map(member -> member.with(step.apply(member))).toList());
  }

  /** The same ladder of other networks, or of some of them. */
  <N> Ladder<N> withMembers(List<Member<N>> others) {
    return new Ladder<>(request, name, board, project, calibration, others, stages, payload);
  }

  /** The same ladder for another board. */
  public Ladder<M> on(Board other) {
    return new Ladder<>(request, name, other, project, calibration, members, stages, payload);
  }

  Ladder<M> with(Calibration samples) {
    return new Ladder<>(
        request, name, board, project, Optional.of(samples), members, stages, payload);
  }

  Ladder<M> with(Payload other) {
    return new Ladder<>(request, name, board, project, calibration, members, stages, other);
  }
}
