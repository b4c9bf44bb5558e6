package dev.upcall.tests.project;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.LadderReference;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.decision.Input;
import dev.upcall.core.decision.InputPolicy;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A project's ladder in Java: the integer reference and the policies' own classes. */
public final class OfflineLadder {
  /** As the wire says that no stage has run. */
  public static final int NO_STAGE = 255;

  private final Project project;
  private final Preprocessor preprocessor;
  private final LadderReference ladder;

  /** Quantises the networks; their scores do not depend on the board. */
  public OfflineLadder(Project project) {
    this.project = project;
    this.preprocessor = new Preprocessor(project.manifest().input());
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request = CompileRequest.of(project.folder(), "posix", Path.of("unused"));
    this.ladder = new LadderReference(compiler.int8(request));
  }

  /**
   * What the device makes of a sample.
   *
   * @param input int8, as preprocessed
   * @param stage that decided; {@link #NO_STAGE} where the policy on the input did
   * @param upcall whether it asks the host
   * @param scores int8 logits of that stage
   * @param top the class that these scores favour
   */
  public record Outcome(byte[] input, int stage, boolean upcall, byte[] scores, int top) {}

  /**
   * Writes {@code tuned.yaml} such that, of the samples of the tune split that reach a stage, about
   * half get past it; of stages whose policy's bound is tuned.
   */
  public void tune() {
    List<List<Scores>> arriving = inputs(Split.TUNE).stream().map(ladder::scores).toList();
    Map<Integer, Map<String, Double>> found = new TreeMap<>();
    for (int i = 0; i < ladder.stages(); i++) {
      int stage = i;
      PolicySpec spec = spec(stage);
      if (!spec.tuned().isEmpty()) {
        boolean margin = spec.use().equals("LogisticRegression");
        List<Float> sorted =
            arriving.stream()
                .map(scores -> scores.get(stage))
                .map(scores -> margin ? scores.margin(1) : scores.maxProbability(1))
                .sorted()
                .toList();
        double median = sorted.get(sorted.size() / 2);
        found.put(stage, margin ? Map.of("beta", -median) : Map.of("theta", median));
        new Tuned(Map.of("split", Split.TUNE.key()), found).save(project);
      }
      Policy policy = policy(stage);
      arriving =
          arriving.stream()
              .filter(scores -> policy.decide(scores.get(stage)) == Verdict.CONTINUE)
              .toList();
    }
  }

  /** The raw samples of a split. */
  public List<byte[]> raw(Split split) {
    return ProjectData.load(project).of(split).raw();
  }

  /** The samples of a split as the networks get them. */
  public List<byte[]> inputs(Split split) {
    return raw(split).stream().map(preprocessor::quantize).toList();
  }

  /** Runs raw samples through the policy on the input, stages and policies. */
  public List<Outcome> run(List<byte[]> raw) {
    Optional<InputPolicy> gate = gate();
    List<Outcome> climbed = climb(raw);
    return climbed.stream().map(o -> sends(gate, o.input()) ? sent(o.input()) : o).toList();
  }

  /** The same where the policy on the input lets all pass. */
  public List<Outcome> climb(List<byte[]> raw) {
    List<Policy> policies = IntStream.range(0, ladder.stages()).mapToObj(this::policy).toList();
    return raw.stream().map(sample -> run(preprocessor.quantize(sample), policies)).toList();
  }

  private boolean sends(Optional<InputPolicy> gate, byte[] input) {
    QParams numbers = preprocessor.qparams();
    return gate.isPresent()
        && gate.get().decide(new Input(input, numbers.scale(), numbers.zeroPoint()))
            == Verdict.UPCALL;
  }

  private Outcome sent(byte[] input) {
    byte[] none = new byte[project.manifest().classes().size()];
    Arrays.fill(none, (byte) -128);
    return new Outcome(input, NO_STAGE, true, none, 0);
  }

  private Optional<InputPolicy> gate() {
    return project
        .manifest()
        .before()
        .map(
            spec ->
                new PolicyLoader(new PolicyTranslator())
                    .loadGate(PolicySource.find(spec, project.folder()), spec.parameters()));
  }

  private Outcome run(byte[] input, List<Policy> policies) {
    List<Scores> scores = ladder.scores(input);
    int stage = 0;
    Verdict verdict = policies.get(stage).decide(scores.get(stage));
    while (verdict == Verdict.CONTINUE && stage < ladder.stages() - 1) {
      stage++;
      verdict = policies.get(stage).decide(scores.get(stage));
    }
    Scores last = scores.get(stage);
    return new Outcome(input, stage, !verdict.isLocal(), last.logits().clone(), last.top1());
  }

  private PolicySpec spec(int stage) {
    return project.manifest().stages().get(stage).policy().orElseThrow();
  }

  private Policy policy(int stage) {
    PolicySource source = PolicySource.find(spec(stage), project.folder());
    PolicyLoader loader = new PolicyLoader(new PolicyTranslator());
    return (stage == ladder.stages() - 1 ? loader.behindLastStage() : loader)
        .load(source, Tuned.parameters(project, stage), project.manifest().classes().size());
  }
}
