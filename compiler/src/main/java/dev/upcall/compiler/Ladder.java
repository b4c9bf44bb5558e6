package dev.upcall.compiler;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.emit.ModelSource;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A ladder on its way through the compiler: its stages' networks in the form {@code M} that the
 * last step gave them.
 *
 * @param name of the project, or of the model file
 * @param project empty for a bare model file
 * @param calibration the samples its ranges were chosen by; empty before it is quantised
 */
public record Ladder<M>(
    CompileRequest request,
    String name,
    Board board,
    Optional<Project> project,
    Optional<Calibration> calibration,
    List<Stage<M>> stages) {
  /**
   * @param name the member's
   */
  public record Stage<M>(String name, ModelSource source, Optional<PolicySpec> policy, M model) {
    /** The same stage with its network in another form. */
    <N> Stage<N> with(N other) {
      return new Stage<>(name, source, policy, other);
    }
  }

  public Ladder {
    stages = List.copyOf(stages);
  }

  /** The same ladder with each network in another form. */
  <N> Ladder<N> map(Function<Stage<M>, N> step) {
    return withStages(stages.stream().map(stage -> stage.with(step.apply(stage))).toList());
  }

  /** The same ladder of other stages. */
  <N> Ladder<N> withStages(List<Stage<N>> others) {
    return new Ladder<>(request, name, board, project, calibration, others);
  }

  /** The same ladder for another board. */
  public Ladder<M> on(Board other) {
    return new Ladder<>(request, name, other, project, calibration, stages);
  }

  Ladder<M> with(Calibration samples) {
    return new Ladder<>(request, name, board, project, Optional.of(samples), stages);
  }
}
