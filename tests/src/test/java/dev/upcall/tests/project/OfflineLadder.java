package dev.upcall.tests.project;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.project.Tuned;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project's ladder in Java: the integer reference and the policies' own classes. */
public final class OfflineLadder {
  private final Project project;
  private final Preprocessor preprocessor;
  private final List<QuantGraph> stages;
  private final Interpreter interpreter = new Interpreter();

  /** Quantises the stages; their scores do not depend on the board. */
  public OfflineLadder(Project project) {
    this.project = project;
    this.preprocessor = new Preprocessor(project.manifest().input());
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request = CompileRequest.of(project.folder(), "posix", Path.of("unused"));
    this.stages =
        compiler.quantize(compiler.legalise(compiler.load(request))).stages().stream()
            .map(stage -> stage.model())
            .toList();
  }

  /**
   * What the device makes of a sample.
   *
   * @param input int8, as preprocessed
   * @param stage that decided
   * @param upcall whether it asks the host
   * @param scores int8 logits of that stage
   * @param top the class that these scores favour
   */
  public record Outcome(byte[] input, int stage, boolean upcall, byte[] scores, int top) {}

  /**
   * Writes {@code tuned.yaml} such that, of the tune split, about half the samples get past stage 0
   * and about half of those past stage 1.
   */
  public void tune() {
    List<byte[]> inputs = inputs(Split.TUNE);
    List<Float> first =
        inputs.stream().map(input -> scores(0, input).maxProbability(1)).sorted().toList();
    float theta = first.get(first.size() / 2);
    List<Float> second =
        inputs.stream()
            .filter(input -> scores(0, input).maxProbability(1) < theta)
            .map(input -> scores(1, input).margin(1))
            .sorted()
            .toList();
    new Tuned(
            Map.of("split", Split.TUNE.key()),
            Map.of(
                0, Map.of("theta", (double) theta),
                1, Map.of("beta", -(double) second.get(second.size() / 2))))
        .save(project);
  }

  /** The raw samples of a split. */
  public List<byte[]> raw(Split split) {
    return ProjectData.load(project).of(split).raw();
  }

  /** The samples of a split as the networks get them. */
  public List<byte[]> inputs(Split split) {
    return raw(split).stream().map(preprocessor::quantize).toList();
  }

  /** Runs raw samples through stages and policies. */
  public List<Outcome> run(List<byte[]> raw) {
    List<Policy> policies = policies();
    return raw.stream().map(sample -> run(preprocessor.quantize(sample), policies)).toList();
  }

  private Outcome run(byte[] input, List<Policy> policies) {
    int stage = 0;
    Scores scores = scores(stage, input);
    Verdict verdict = policies.get(stage).decide(scores);
    while (verdict == Verdict.CONTINUE && stage < stages.size() - 1) {
      stage++;
      scores = scores(stage, input);
      verdict = policies.get(stage).decide(scores);
    }
    return new Outcome(
        input, stage, verdict != Verdict.ACCEPT, scores.logits().clone(), scores.top1());
  }

  private Scores scores(int stage, byte[] input) {
    QuantGraph model = stages.get(stage);
    QParams qparams = model.graph().outputs().get(0).type().qparams();
    return new Scores(interpreter.run(model, input), qparams.scale(), qparams.zeroPoint());
  }

  private List<Policy> policies() {
    PolicyLoader loader = new PolicyLoader(new PolicyTranslator());
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      PolicySpec spec = project.manifest().stages().get(i).policy().orElseThrow();
      PolicySource source = PolicySource.find(spec, project.folder());
      policies.add(
          loader.load(source, Tuned.parameters(project, i), project.manifest().classes().size()));
    }
    return policies;
  }
}
