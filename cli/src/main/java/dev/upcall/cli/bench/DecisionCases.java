package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.books.DeviceModel;
import dev.upcall.cli.books.DeviceModels;
import dev.upcall.cli.books.ProfileCosts;
import dev.upcall.cli.books.StageCycles;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.ladder.LadderKind;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.cli.ladder.Tuning;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.PowerProfiles;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.EnsembleModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Records ladders: runs device and host over the splits once. */
final class DecisionCases {
  private static final String BOARD = "mps2-an386";
  private static final List<Split> SCORED = List.of(Split.SELECT, Split.TUNE, Split.TEST);

  private final Firmware firmware;
  private final Console console;

  DecisionCases(Firmware firmware, Console console) {
    this.firmware = firmware;
    this.console = console;
  }

  /**
   * A project's own ladder, and others of its networks.
   *
   * @param own with the members as rivals
   */
  record Recorded(DecisionCase own, List<DecisionCase> variants) {}

  /** Of a project; each of its networks runs over the splits once. */
  Recorded of(String data, Path folder, LadderVariants ladders) throws IOException {
    Project project = ProjectLoader.load(folder);
    console.step("%s: the device's stages and the host over the splits", data);
    boolean alone = ladders.variants().isEmpty();
    List<Integer> own =
        alone
            ? IntStream.range(0, project.manifest().stages().size()).boxed().toList()
            : ladders.own();
    Path scored = alone ? folder : LadderVariant.write(folder, data + "-scored", ladders.scored());
    try (Replay replay = new Replay(ProjectLoader.load(scored))) {
      String system = LadderKind.of(project.manifest());
      List<DecisionCase> others = new ArrayList<>();
      for (LadderVariant variant : ladders.variants()) {
        others.add(variant(replay, variant, folder));
      }
      Collection<String> names = project.manifest().members().keySet();
      return new Recorded(
          ladder(replay, project, data, system, own, List.of())
              .withMembers(members(project, replay.data(), names, List.of(Split.TEST))),
          others);
    }
  }

  private DecisionCase variant(Replay replay, LadderVariant variant, Path example)
      throws IOException {
    Project project = ProjectLoader.load(variant.write(example));
    return ladder(
        replay, project, variant.data(), variant.system(), variant.from(), variant.host());
  }

  /**
   * @param replay of a ladder that has the project's stages at {@code from}
   * @param host members that answer; empty for all
   */
  private DecisionCase ladder(
      Replay replay,
      Project project,
      String data,
      String system,
      List<Integer> from,
      List<String> host) {
    CompileRequest request =
        CompileRequest.of(project.folder(), BOARD, Home.path("firmware-out/cycles"));
    List<String> answering = host.isEmpty() ? project.manifest().host().members() : host;
    return new DecisionCase(
        data,
        system,
        Tuning.stages(project),
        pick(replay.begunScores(Split.SELECT), from),
        samples(replay, Split.TUNE, from, answering),
        samples(replay, Split.TEST, from, answering),
        new StageCycles(firmware).of(request),
        List.of(),
        profiles(project.manifest()),
        replay.data().indices(Split.GUARANTEE).length);
  }

  private static LadderSamples samples(
      Replay replay, Split split, List<Integer> from, List<String> host) {
    return new LadderSamples(
        pick(replay.deviceScores(split), from),
        replay.hostRight(split, host),
        replay.hostClasses(split, host),
        replay.gated(split));
  }

  private static List<LabelledScores> pick(List<LabelledScores> all, List<Integer> from) {
    return from.stream().map(all::get).toList();
  }

  /** ResNet-8 on the device, larger ones above it and as rivals. */
  Recorded ofResnets(String data, ResnetPair pair) {
    Project device = ProjectLoader.load(pair.device());
    Project host = ProjectLoader.load(pair.host());
    ProjectData samples = ProjectData.load(device);
    console.step("%s: networks of others, thousands of samples each", data);
    DeviceModel small =
        members(device, samples, device.manifest().members().keySet(), SCORED).get(0);
    List<DeviceModel> rivals = new ArrayList<>(List.of(small));
    ProjectData same = ProjectData.load(host);
    rivals.addAll(members(host, same, ResnetPair.RIVALS, List.of(Split.TEST)));
    try (EnsembleModels ensemble = EnsembleModels.load(host)) {
      DecisionCase own =
          new DecisionCase(
              data,
              "hi",
              List.of(StageTuning.of("LogisticRegression", Map.of())),
              List.of(small.scores().get(Split.SELECT)),
              ladder(small, ensemble, same, Split.TUNE),
              ladder(small, ensemble, same, Split.TEST),
              List.of(small.cycles()),
              rivals,
              profiles(device.manifest()),
              samples.indices(Split.GUARANTEE).length);
      return new Recorded(own, List.of());
    }
  }

  private LadderSamples ladder(
      DeviceModel device, EnsembleModels ensemble, ProjectData data, Split split) {
    console.step("  the host over split %s", split.key());
    Collection<String> all = ensemble.members().keySet();
    List<byte[]> inputs =
        data.of(split).raw().stream().map(ensemble.preprocessor()::quantize).toList();
    List<CombinedAnswer> answers = ensemble.combine(ensemble.outputs(inputs, all), all);
    LabelledScores scores = device.scores().get(split);
    int[] classes = answers.stream().mapToInt(CombinedAnswer::classIndex).toArray();
    boolean[] right = new boolean[classes.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = classes[i] == scores.labels()[i];
    }
    return new LadderSamples(List.of(scores), right, classes, new boolean[right.length]);
  }

  private List<DeviceModel> members(
      Project project, ProjectData data, Collection<String> names, List<Split> splits) {
    DeviceModels models = new DeviceModels(firmware, project, data);
    return names.stream()
        .flatMap(
            name -> {
              console.step("  %s alone on the device", name);
              return models.of(name, splits).stream();
            })
        .sorted(Comparator.comparingLong(DeviceModel::cycles))
        .toList();
  }

  private static List<ProfileCosts> profiles(Manifest manifest) {
    PowerProfiles profiles = new PowerProfiles();
    return profiles.ids().stream().map(id -> ProfileCosts.of(profiles.load(id), manifest)).toList();
  }
}
