package dev.upcall.training.settings;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.data.PictureShape;
import dev.upcall.training.mel.Coarse;
import dev.upcall.training.mel.Head;
import dev.upcall.training.mel.HeadDesign;
import dev.upcall.training.mel.MelNetwork;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Section {@code heads} of the settings. */
final class HeadSection {
  private static final int WIDTH = 64;

  /** Share of the members' epochs: a head is small and what it reads stands still. */
  private static final int EPOCHS_PART = 4;

  private HeadSection() {}

  /**
   * Reads it, and reports heads that these members cannot have.
   *
   * @param coarse of the section of that name
   * @param epochs of the members
   */
  static HeadSettings read(
      Optional<YamlValue> section,
      Coarse coarse,
      int epochs,
      Manifest manifest,
      SortedMap<String, Architecture> members) {
    int standard = Math.max(1, epochs / EPOCHS_PART);
    if (section.isEmpty()) {
      return new HeadSettings(HeadDesign.LINEAR, standard, coarse, false);
    }
    YamlMap map = section.get().map().allow("type", "width", "epochs", "partialLogits");
    HeadDesign.Kind kind =
        HeadDesign.Kind.valueOf(
            map.get("type")
                .choice(
                    Arrays.stream(HeadDesign.Kind.values())
                        .map(known -> known.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new))
                .toUpperCase(Locale.ROOT));
    if (kind == HeadDesign.Kind.LINEAR) {
      map.find("width").ifPresent(value -> value.wrongValue("no width: the type is linear"));
    }
    HeadDesign design =
        kind == HeadDesign.Kind.LINEAR
            ? HeadDesign.LINEAR
            : new HeadDesign(
                kind, map.find("width").map(value -> (int) value.integer(1, 4096)).orElse(WIDTH));
    check(section.get(), design, manifest, members);
    return new HeadSettings(
        design,
        map.find("epochs").map(value -> (int) value.integer(1, 100_000)).orElse(standard),
        coarse,
        map.find("partialLogits").map(value -> partial(value, kind)).orElse(false));
  }

  private static boolean partial(YamlValue value, HeadDesign.Kind kind) {
    boolean wanted = value.choice("true", "false").equals("true");
    if (wanted && kind != HeadDesign.Kind.LINEAR) {
      value.wrongValue("false: only linear heads are sums over their members");
    }
    return wanted;
  }

  private static void check(
      YamlValue section,
      HeadDesign design,
      Manifest manifest,
      SortedMap<String, Architecture> members) {
    SortedMap<String, Architecture> combined = new TreeMap<>(members);
    combined.keySet().removeIf(name -> manifest.members().get(name).features().isEmpty());
    try {
      MelNetwork network =
          new MelNetwork(
              combined,
              combined.keySet(),
              design,
              PictureShape.of(manifest.input()),
              manifest.classes().size());
      network.subsets().stream().map(network::head).forEach(Head::joined);
    } catch (IllegalArgumentException e) {
      section.report(
          Diagnostic.of(TrainingCode.HEAD)
              .found("%s", e.getMessage())
              .need("members whose last maps are as large as the smallest, or a multiple of it")
              .fix("type: fc, which reads pooled features"));
    }
  }
}
