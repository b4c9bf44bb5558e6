package dev.upcall.core.project;

import dev.upcall.core.audio.AudioSpec;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ensemble.yaml}, checked: what a project is made of. Paths are as written, relative to the
 * project folder. Maps keep the order written.
 *
 * @param members by name, in the order written
 * @param heads MEL heads by the sorted names of the members they combine, joined by {@code +}
 * @param before the policy on the input that decides whether the device runs its ladder at all
 * @param stages the ladder on the device, first stage first
 * @param send what its upcalls carry
 */
public record Manifest(
    String name,
    List<String> classes,
    InputSpec input,
    Optional<DataSpec> data,
    Map<String, MemberSpec> members,
    Map<String, String> heads,
    Optional<PolicySpec> before,
    List<StageSpec> stages,
    Send send,
    HostSpec host) {

  public Manifest {
    classes = List.copyOf(classes);
    members = ordered(members);
    heads = ordered(heads);
    stages = List.copyOf(stages);
  }

  /** Of a device that runs its ladder on every sample. */
  public Manifest(
      String name,
      List<String> classes,
      InputSpec input,
      Optional<DataSpec> data,
      Map<String, MemberSpec> members,
      Map<String, String> heads,
      List<StageSpec> stages,
      HostSpec host) {
    this(name, classes, input, data, members, heads, Optional.empty(), stages, Send.INPUT, host);
  }

  /**
   * What a sample is before and after preprocessing.
   *
   * @param shape [H,W,C] or [N] of one sample; [frames, columns, 1] of audio
   * @param rawMin least raw value, 0 unless the manifest gives a range
   * @param rawMax greatest raw value, 255 unless the manifest gives a range
   * @param scale real = raw * scale + offset, one per channel or one for all; unused for audio
   * @param feed {@code frame} or {@code rows}
   * @param audio the front end of raw int16 samples; empty where raw values are bytes
   */
  public record InputSpec(
      List<Integer> shape,
      int rawMin,
      int rawMax,
      List<Float> scale,
      List<Float> offset,
      String feed,
      Optional<AudioSpec> audio) {

    public InputSpec {
      shape = List.copyOf(shape);
      scale = List.copyOf(scale);
      offset = List.copyOf(offset);
    }

    /** Of raw bytes. */
    public InputSpec(
        List<Integer> shape,
        int rawMin,
        int rawMax,
        List<Float> scale,
        List<Float> offset,
        String feed) {
      this(shape, rawMin, rawMax, scale, offset, feed, Optional.empty());
    }

    /** Values of one sample, and bytes of it after preprocessing. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Bytes of one sample before preprocessing. */
    public int rawBytes() {
      return audio.map(spec -> Math.toIntExact(2 * spec.samples(shape.get(0)))).orElse(size());
    }

    /** C of [H,W,C]; 1 for [N]. */
    public int channels() {
      return shape.size() == 3 ? shape.get(2) : 1;
    }
  }

  /**
   * Where the samples are, and how they are split.
   *
   * @param sources files or folders; a leading <code>${NAME}</code> stands for a variable of the
   *     environment
   * @param testSources an official test set kept apart; empty: the test split is cut from sources
   * @param entries of sources with recordings, a glob that the names of those match that are read
   * @param testEntries the same of testSources
   * @param format id of the file format, empty: told from the file's name
   * @param fetch where somebody who lacks the data gets it
   */
  public record DataSpec(
      List<String> sources,
      List<String> testSources,
      Optional<String> entries,
      Optional<String> testEntries,
      Optional<String> format,
      Optional<String> fetch,
      SplitSpec splits) {

    public DataSpec {
      sources = List.copyOf(sources);
      testSources = List.copyOf(testSources);
    }
  }

  /**
   * Fractions of the data per use, and the number of cross-fitting folds (0: none).
   *
   * @param fractions by {@link Split}, each &gt; 0, summing to 1; a split that is not named gets
   *     nothing
   */
  public record SplitSpec(long seed, int folds, Map<Split, Double> fractions) {
    public SplitSpec {
      Map<Split, Double> copy = new EnumMap<>(Split.class);
      copy.putAll(fractions);
      fractions = Collections.unmodifiableMap(copy);
    }

    /** The fraction for that use, 0 where the manifest names none. */
    public double fraction(Split split) {
      return fractions.getOrDefault(split, 0.0);
    }
  }

  /**
   * One trained model.
   *
   * @param features name of the graph output that feeds the heads, empty when it feeds none
   */
  public record MemberSpec(String model, Optional<String> features) {}

  /**
   * One stage of the ladder on the device.
   *
   * @param run the member that computes it, or several whose logits are averaged
   * @param exit output of the member's graph that has its scores, empty for the member's own end
   * @param classes those that its scores are of, in their order; empty for all of the manifest's
   */
  public record StageSpec(
      List<String> run, Optional<String> exit, List<String> classes, Optional<PolicySpec> policy) {
    public StageSpec {
      run = List.copyOf(run);
      classes = List.copyOf(classes);
    }

    /** As messages call it: {@code small}, {@code small/early}, {@code a+b}. */
    public String name() {
      return String.join("+", run) + exit.map(output -> "/" + output).orElse("");
    }
  }

  /**
   * A policy and its parameters.
   *
   * @param use a built-in's name (Threshold, LogisticRegression) or a Java file of the project
   * @param on the score it looks at, for the policies that can look at several
   * @param parameters numbers as written; a parameter written {@code tuned} is absent here, and of
   *     a list the elements are {@code name[index]}
   * @param tuned parameters whose values are in {@code tuned.yaml}
   * @param pushed parameters that the host may set on the device later
   * @param of the policy that this one wraps; its parameters are here too, as {@code of.name}
   */
  public record PolicySpec(
      String use,
      Optional<String> on,
      Map<String, Double> parameters,
      List<String> tuned,
      List<String> pushed,
      Optional<PolicySpec> of) {
    private static final String INNER = "of.";

    public PolicySpec {
      parameters = ordered(parameters);
      tuned = List.copyOf(tuned);
      pushed = List.copyOf(pushed);
    }

    /** Whose parameters stay as the firmware was built. */
    public PolicySpec(
        String use,
        Optional<String> on,
        Map<String, Double> parameters,
        List<String> tuned,
        Optional<PolicySpec> of) {
      this(use, on, parameters, tuned, List.of(), of);
    }

    /**
     * How many wrappers stand around the policy that is to be tuned, having nothing to be tuned
     * themselves: 0 for this policy itself.
     */
    public int wrappersAroundTuned() {
      boolean inner =
          of.isPresent()
              && !tuned.isEmpty()
              && tuned.stream().allMatch(name -> name.startsWith(INNER));
      return inner ? 1 + of.get().wrappersAroundTuned() : 0;
    }

    /** The policy within so many wrappers. */
    public PolicySpec within(int wrappers) {
      return wrappers == 0 ? this : of.orElseThrow().within(wrappers - 1);
    }

    /** What the names of a policy's parameters begin with that stands within so many wrappers. */
    public static String prefix(int wrappers) {
      return INNER.repeat(wrappers);
    }

    /** That wraps no other. */
    public PolicySpec(
        String use, Optional<String> on, Map<String, Double> parameters, List<String> tuned) {
      this(use, on, parameters, tuned, Optional.empty());
    }
  }

  /**
   * What runs above the device.
   *
   * @param members empty if the manifest has no host
   * @param order combiners tried in turn: {@code heads}, {@code meanLogits}
   */
  public record HostSpec(List<String> members, List<String> order, int deadlineMs) {
    public HostSpec {
      members = List.copyOf(members);
      order = List.copyOf(order);
    }
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
