package dev.upcall.training.settings;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectPath;
import dev.upcall.core.yaml.YamlFile;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Numbers;
import dev.upcall.training.branch.ExitSettings;
import dev.upcall.training.data.Augmentation;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.fit.OptimizerSettings;
import dev.upcall.training.mel.Coarse;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.quant.Bits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the manifest's section {@code training}, or the file it names, or else {@code
 * training.yaml} beside the manifest; docs/training.md explains each key.
 */
public final class SettingsLoader {
  private static final String MANIFEST = "ensemble.yaml";
  private static final String FILE = "training.yaml";
  private static final OptimizerSettings MEL_OPTIMIZER = OptimizerSettings.standard();

  private final Project project;
  private final Diagnostics diagnostics = new Diagnostics();

  private SettingsLoader(Project project) {
    this.project = project;
  }

  /**
   * The settings of a project.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException with every error of the file, and if its
   *     members are not the manifest's
   */
  public static TrainingSettings load(Project project) {
    return new SettingsLoader(project).read();
  }

  private TrainingSettings read() {
    YamlMap top = section();
    top.allow(
        "method",
        "epochs",
        "patience",
        "branchEpochs",
        "batch",
        "samples",
        "dropout",
        "precision",
        "optimizer",
        "augment",
        "lambda",
        "train",
        "distil",
        "exits",
        "quantizationAware",
        "heads",
        "coarse",
        "members");
    Method method = top.find("method").flatMap(this::method).orElse(Method.MEL);
    FitSettings fit =
        new FitSettings(
            (int) top.get("epochs").integer(1, 100_000),
            (int) top.get("batch").integer(2, 1 << 16),
            top.find("dropout").map(value -> value.number(0, 0.9)).orElse(0.0),
            top.find("optimizer").map(value -> optimizer(value.map())).orElse(MEL_OPTIMIZER),
            top.find("augment").map(value -> augmentation(value.map())).orElse(Augmentation.none()),
            top.find("precision").map(SettingsLoader::precision).orElse(Numbers.FLOAT32),
            top.find("patience")
                .map(value -> (int) value.integer(1, 100_000))
                .orElse(Integer.MAX_VALUE));
    int branchEpochs =
        top.find("branchEpochs").map(v -> (int) v.integer(1, 100_000)).orElse(fit.epochs());
    MemberSettings members = new MemberSettings(project.manifest(), diagnostics);
    SortedMap<String, Architecture> architectures = members.read(top.get("members").map());
    TrainingSettings settings =
        new TrainingSettings(
            method,
            top.find("train").map(this::only).orElse(Set.of()),
            top.find("distil").map(value -> distil(value.map())).orElse(DistilSettings.STANDARD),
            top.find("quantizationAware").map(value -> quantization(value.map())),
            fit,
            top.find("samples")
                .map(value -> (int) value.integer(1, Integer.MAX_VALUE))
                .orElse(Integer.MAX_VALUE),
            Integer.MAX_VALUE,
            top.find("lambda").map(value -> lambda(value.map())).orElse(Map.of()),
            architectures,
            members.branches(),
            branchEpochs,
            top.find("exits")
                .map(value -> new ExitSection(members.branches().values()).read(value.map()))
                .orElse(ExitSettings.STANDARD),
            HeadSection.read(
                top.find("heads"),
                top.find("coarse")
                    .map(new CoarseSection(project.manifest())::read)
                    .orElse(Coarse.NONE),
                fit.epochs(),
                project.manifest(),
                architectures));
    if (Subset.all(project.manifest().members().keySet()).stream()
        .allMatch(subset -> settings.lambda(subset) == 0)) {
      top.get("lambda").wrongValue("a weight above 0 for one subset at least");
    }
    diagnostics.throwIfAny();
    return settings;
  }

  private YamlMap section() {
    Path manifest = project.folder().resolve(MANIFEST);
    Optional<YamlValue> section =
        Files.exists(manifest)
            ? new YamlFile(manifest, diagnostics).read().find("training")
            : Optional.empty();
    if (section.isPresent() && !section.get().isText()) {
      return section.get().map();
    }
    String file = section.map(ProjectPath::inside).orElse(FILE);
    diagnostics.throwIfAny();
    return new YamlFile(project.folder().resolve(file), diagnostics).read();
  }

  private Optional<Method> method(YamlValue value) {
    Optional<Method> method = Method.of(value.text());
    if (method.isEmpty()) {
      value.report(unknown("method", value.text(), Method.keys()));
    }
    return method;
  }

  private static Numbers precision(YamlValue value) {
    String[] known = Stream.of(Numbers.values()).map(Numbers::key).toArray(String[]::new);
    return Numbers.valueOf(value.choice(known).toUpperCase(Locale.ROOT));
  }

  private static OptimizerSettings optimizer(YamlMap map) {
    map.allow("kind", "rate", "momentum", "weightDecay", "warmupEpochs");
    String kind =
        map.find("kind")
            .map(
                value ->
                    value.choice(
                        Stream.of(OptimizerSettings.Kind.values())
                            .map(known -> known.name().toLowerCase(Locale.ROOT))
                            .toArray(String[]::new)))
            .orElse("sgd");
    return new OptimizerSettings(
        OptimizerSettings.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        number(map, "rate", 1e-9, 1e9, MEL_OPTIMIZER.rate()),
        number(map, "momentum", 0, 0.999, MEL_OPTIMIZER.momentum()),
        number(map, "weightDecay", 0, 1, MEL_OPTIMIZER.weightDecay()),
        map.find("warmupEpochs")
            .map(value -> (int) value.integer(0, 1000))
            .orElse(MEL_OPTIMIZER.warmupEpochs()));
  }

  private static Augmentation augmentation(YamlMap map) {
    map.allow("shift", "rotate", "scale", "crop", "flip", "noise", "spectrogram");
    Augmentation moved =
        Augmentation.none()
            .affine(
                number(map, "shift", 0, 64, 0),
                number(map, "rotate", 0, 180, 0),
                number(map, "scale", 0, 0.9, 0))
            .crop(map.find("crop").map(value -> (int) value.integer(0, 64)).orElse(0));
    boolean flip =
        map.find("flip").map(value -> value.choice("true", "false").equals("true")).orElse(false);
    Augmentation noisy = (flip ? moved.flip() : moved).noise(number(map, "noise", 0, 1e6, 0));
    return map.find("spectrogram").map(value -> masked(noisy, value.map())).orElse(noisy);
  }

  private static Augmentation masked(Augmentation augmentation, YamlMap map) {
    map.allow("shift", "masks", "frames", "features");
    return augmentation.spectrogram(
        whole(map, "shift", 0, 0), whole(map, "masks", 1, 1),
        whole(map, "frames", 0, 0), whole(map, "features", 0, 0));
  }

  private static int whole(YamlMap map, String key, int least, int standard) {
    return map.find(key).map(value -> (int) value.integer(least, 1000)).orElse(standard);
  }

  private Set<String> only(YamlValue value) {
    Set<String> names = new TreeSet<>();
    for (YamlValue item : value.listOrOne()) {
      member(item).ifPresent(names::add);
    }
    return names;
  }

  private Optional<String> member(YamlValue value) {
    Set<String> known = project.manifest().members().keySet();
    if (!known.contains(value.text())) {
      value.report(unknown("member", value.text(), known));
      return Optional.empty();
    }
    return Optional.of(value.text());
  }

  private DistilSettings distil(YamlMap map) {
    map.allow("teacher", "temperature", "share");
    return new DistilSettings(
        map.find("teacher").flatMap(this::teacher),
        number(map, "temperature", 0.1, 100, DistilSettings.STANDARD.temperature()),
        number(map, "share", 0, 1, DistilSettings.STANDARD.share()));
  }

  private Optional<String> teacher(YamlValue value) {
    return value.text().endsWith(".onnx") ? Optional.of(ProjectPath.inside(value)) : member(value);
  }

  private QuantSettings quantization(YamlMap map) {
    map.allow("members", "epochs", "rate", "weights");
    Set<String> device = new TreeSet<>();
    project.manifest().stages().forEach(stage -> device.addAll(stage.run()));
    String[] known = Stream.of(Bits.values()).map(Bits::key).toArray(String[]::new);
    return new QuantSettings(
        map.find("members").map(this::only).orElse(device),
        map.find("epochs").map(v -> (int) v.integer(1, 100_000)).orElse(QuantSettings.EPOCHS),
        number(map, "rate", 1e-9, 1, QuantSettings.RATE),
        map.find("weights")
            .map(value -> Bits.valueOf(value.choice(known).toUpperCase(Locale.ROOT)))
            .orElse(Bits.INT8));
  }

  private Map<String, Double> lambda(YamlMap map) {
    List<String> known =
        Subset.all(project.manifest().members().keySet()).stream().map(Subset::key).toList();
    Map<String, Double> lambda = new HashMap<>();
    for (String written : map.keys()) {
      YamlValue value = map.get(written);
      String key = Subset.of(written).key();
      if (!known.contains(key)) {
        value.report(unknown("subset of members", written, known));
      }
      lambda.put(key, value.number(0, 1000));
    }
    return new TreeMap<>(lambda);
  }

  private static double number(YamlMap map, String key, double lo, double hi, double otherwise) {
    return map.find(key).map(value -> value.number(lo, hi)).orElse(otherwise);
  }

  static Diagnostic unknown(String what, String name, Collection<String> known) {
    Diagnostic diagnostic =
        Diagnostic.of(TrainingCode.UNKNOWN_NAME, what, name)
            .need("one of %s", String.join(", ", known));
    return Nearest.suggest(diagnostic, name, known);
  }
}
