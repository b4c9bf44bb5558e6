package dev.upcall.cli.ladder;

import dev.upcall.compiler.Precision;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.decision.Input;
import dev.upcall.core.decision.InputPolicy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.tensor.QParams;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.member.MemberOutput;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * One fold of a project, replayed off line: the int8 scores of all stages of the device and the
 * answers of the host, sample by sample. Device arithmetic is the reference: of integers, equal to
 * the firmware bit for bit, or of floats; the host is the gateway's own ensemble, fed the same int8
 * bytes that the device would send.
 */
public final class Replay implements AutoCloseable {
  private final Project project;
  private final ProjectData data;
  private final Preprocessor preprocessor;
  private final DeviceLadder ladder;
  private final EnsembleModels ensemble;
  private final Map<Split, SortedMap<String, List<MemberOutput>>> hostOutputs =
      new EnumMap<>(Split.class);
  private final Map<Split, List<LabelledScores>> scores = new EnumMap<>(Split.class);

  /** Of a device that computes in int8, by the standard options. */
  public Replay(Project project) {
    this(project, QuantOptions.STANDARD, Precision.INT8);
  }

  /**
   * @param numbers of the firmware's integers
   * @param precision of the device's networks that are not quantised yet
   */
  public Replay(Project project, QuantOptions numbers, Precision precision) {
    this.project = project;
    data = ProjectData.load(project);
    preprocessor = new Preprocessor(project.manifest().input());
    ladder = new DeviceLadder(project, numbers, precision);
    ensemble = EnsembleModels.load(project);
  }

  /** What an upcall of the device carries at most, besides its scores. */
  public int upcallBytes() {
    return ladder.featureMapBytes().orElse(project.manifest().input().size());
  }

  public Project project() {
    return project;
  }

  public ProjectData data() {
    return data;
  }

  /** The samples of a split as the device feeds them to its first stage. */
  public List<byte[]> inputs(Split split) {
    return data.of(split).raw().stream().map(preprocessor::quantize).toList();
  }

  /** True classes of a split. */
  public int[] labels(Split split) {
    return data.of(split).labels();
  }

  /** What each stage of the device says about a split, with the truth; none for an empty one. */
  public List<LabelledScores> deviceScores(Split split) {
    return scores.computeIfAbsent(split, this::score);
  }

  private List<LabelledScores> score(Split split) {
    boolean empty = data.indices(split).length == 0;
    List<List<Scores>> all =
        empty ? List.of() : inputs(split).stream().map(ladder::scores).toList();
    int[] labels = empty ? new int[0] : labels(split);
    return IntStream.range(0, ladder.stages())
        .mapToObj(k -> new LabelledScores(all.stream().map(s -> s.get(k)).toList(), labels))
        .toList();
  }

  /**
   * Per sample of a split, whether the policy on the input sends it up before any stage runs. It
   * sees the samples in their order, having seen none before.
   */
  public boolean[] gated(Split split) {
    List<byte[]> inputs = data.indices(split).length == 0 ? List.of() : inputs(split);
    boolean[] gated = new boolean[inputs.size()];
    Optional<InputPolicy> policy = StagePolicies.gate(project);
    if (policy.isPresent()) {
      QParams numbers = preprocessor.qparams();
      for (int i = 0; i < gated.length; i++) {
        Input input = new Input(inputs.get(i), numbers.scale(), numbers.zeroPoint());
        gated[i] = policy.get().decide(input) == Verdict.UPCALL;
      }
    }
    return gated;
  }

  /** {@link #deviceScores} of the samples that the ladder begins with. */
  public List<LabelledScores> begunScores(Split split) {
    List<LabelledScores> all = deviceScores(split);
    boolean[] gated = gated(split);
    return new LadderSamples(all, new boolean[gated.length], new int[0], gated)
        .where(i -> !gated[i])
        .stages();
  }

  /** How many of a split the device member's float original classifies right. */
  public int floatRight(Split split) {
    List<byte[]> inputs = inputs(split);
    int[] labels = labels(split);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += ladder.floatClass(inputs.get(i)) == labels[i] ? 1 : 0;
    }
    return right;
  }

  /** Per sample of a split, whether the host members {@code alive} give the true class. */
  public boolean[] hostRight(Split split, Collection<String> alive) {
    int[] classes = hostClasses(split, alive);
    int[] labels = labels(split);
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = classes[i] == labels[i];
    }
    return right;
  }

  /** Per sample of a split, the class that the host members {@code alive} give. */
  public int[] hostClasses(Split split, Collection<String> alive) {
    SortedMap<String, List<MemberOutput>> outputs =
        hostOutputs.computeIfAbsent(
            split, s -> ensemble.outputs(inputs(s), project.manifest().host().members()));
    return ensemble.combine(outputs, alive).stream().mapToInt(CombinedAnswer::classIndex).toArray();
  }

  /** How many of a split the host members {@code alive} classify right. */
  public int hostRightCount(Split split, Collection<String> alive) {
    int count = 0;
    for (boolean right : hostRight(split, alive)) {
      count += right ? 1 : 0;
    }
    return count;
  }

  /** Device and host together, over a split. */
  public LadderSamples samples(Split split) {
    return new LadderSamples(
        deviceScores(split),
        hostRight(split, project.manifest().host().members()),
        hostClasses(split, project.manifest().host().members()),
        gated(split));
  }

  @Override
  public void close() {
    ensemble.close();
  }
}
