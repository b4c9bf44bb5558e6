package dev.upcall.training.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.data.Augmentation;
import dev.upcall.training.fit.OptimizerSettings;
import dev.upcall.training.mel.Coarse;
import dev.upcall.training.mel.HeadDesign;
import dev.upcall.training.mel.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  private static final String MANIFEST =
      """
      name: two
      classes: [no, yes]
      input: {shape: [8, 8, 1], raw: uint8, preprocess: {scale: 0.0625, offset: 0}, feed: frame}
      members:
        a: {model: members/a.onnx, features: gap}
        b: {model: members/b.onnx, features: gap}
      device: {stages: [{run: a}]}
      """;
  private static final String GOOD =
      """
      epochs: 9
      batch: 16
      optimizer: {kind: adamw, rate: 1e-3}
      lambda: {b+a: 0.5}
      members:
        a: {architecture: plain, width: 4}
        b: {architecture: residual, width: 4, depth: 2, stages: 3}
      """;

  @TempDir Path folder;

  private TrainingSettings load(String settings) throws IOException {
    Files.writeString(folder.resolve("ensemble.yaml"), MANIFEST);
    Files.writeString(folder.resolve("training.yaml"), settings);
    return SettingsLoader.load(ProjectLoader.load(folder));
  }

  private String refused(String settings) {
    UpcallException refused = assertThrows(UpcallException.class, () -> load(settings));
    return refused.getMessage();
  }

  @Test
  void readsWhatIsThereAndFillsInMelsDefaults() throws IOException {
    TrainingSettings settings = load(GOOD);
    assertEquals(Method.MEL, settings.method());
    assertEquals(OptimizerSettings.Kind.ADAMW, settings.fit().optimizer().kind());
    assertEquals(1e-3, settings.fit().optimizer().rate());
    assertEquals(2e-5, settings.fit().optimizer().weightDecay());
    assertEquals(0.5, settings.lambda(Subset.of("a+b")));
    assertEquals(1, settings.lambda(Subset.of("a")));
    assertEquals("residual", settings.members().get("b").name());
  }

  @Test
  void readsWhatIsTrainedAndByWhom() throws IOException {
    TrainingSettings settings =
        load(GOOD + "method: distil\ntrain: a\ndistil: {teacher: b, share: 0.5}\n");
    assertEquals(Set.of("a"), settings.trained().keySet());
    assertEquals(Optional.of("b"), settings.distil().teacher());
    assertEquals(0.5, settings.distil().share());
    assertEquals(4, settings.distil().temperature());
    String file = "distil: {teacher: old/base.onnx}\n";
    assertEquals(Optional.of("old/base.onnx"), load(GOOD + file).distil().file());
    assertTrue(refused(GOOD + "train: [a, z]\n").contains("no member \"z\""));
    assertTrue(refused(GOOD + "distil: {teacher: z}\n").contains("no member \"z\""));
    assertTrue(refused(GOOD + file.replace("old", "..")).contains("leaves the project folder"));
  }

  @Test
  void readsGroupsOfClasses() throws IOException {
    String three = MANIFEST.replace("[no, yes]", "[no, yes, perhaps]");
    String coarse = "coarse: {members: b, groups: {sure: [no, yes], open: perhaps}}\n";
    Coarse read = loadWith(three + "training:\n" + (GOOD + coarse).indent(2)).heads().coarse();
    assertEquals(new Coarse(List.of("b"), List.of("sure", "open"), List.of(0, 0, 1)), read);
    for (String wrong :
        List.of(
            coarse.replace(", open: perhaps", ""),
            coarse.replace("perhaps", "yes"),
            coarse.replace("[no, yes]", "yes"),
            coarse.replace("perhaps", "perhap"),
            coarse.replace("members: b", "members: c"))) {
      String manifest = three + "training:\n" + (GOOD + wrong).indent(2);
      UpcallException refused =
          assertThrows(UpcallException.class, () -> loadWith(manifest), wrong);
      assertTrue(refused.getMessage().contains("ensemble.yaml:"), refused.getMessage());
    }
  }

  @Test
  void readsTheTypeOfTheHeads() throws IOException {
    assertEquals(HeadDesign.LINEAR, load(GOOD).heads().design());
    TrainingSettings settings = load(GOOD + "heads: {type: fc, width: 8}\n");
    assertEquals(new HeadDesign(HeadDesign.Kind.FC, 8), settings.heads().design());
    assertEquals(9 / 4, settings.heads().epochs());
    assertTrue(load(GOOD + "heads: {type: linear, partialLogits: true}\n").heads().partialLogits());
    String sums = "heads: {type: fc, partialLogits: true}\n";
    assertTrue(refused(GOOD + sums).contains("only linear heads"));
    assertTrue(refused(GOOD + "heads: {type: fcc}\n").contains("linear, fc, conv"));
    assertTrue(refused(GOOD + "heads: {type: linear, width: 8}\n").contains("no width"));
    // Maps of 8x8 and 2x2 go together, but not of 7x7 and 2x2.
    String maps = GOOD.replace("plain, width: 4", "plain, width: 4, stages: 1");
    assertEquals(
        HeadDesign.Kind.CONV, load(maps + "heads: {type: conv}\n").heads().design().kind());
    Files.writeString(folder.resolve("training.yaml"), maps + "heads: {type: conv}\n");
    String odd = MANIFEST.replace("[8, 8, 1]", "[7, 7, 1]");
    UpcallException refused = assertThrows(UpcallException.class, () -> loadWith(odd));
    assertTrue(refused.getMessage().contains("UP4032"), refused.getMessage());
    String flat = refused(GOOD.replace("plain, width: 4", "mlp") + "heads: {type: conv}\n");
    assertTrue(flat.contains("a ends in a dense layer and has no map"), flat);
  }

  @Test
  void theManifestHasTheSettingsItselfOrNamesTheirFile() throws IOException {
    Files.writeString(folder.resolve("training.yaml"), "epochs: none of these is read");
    String inline = "training:\n" + GOOD.indent(2);
    assertEquals(9, loadWith(MANIFEST + inline).fit().epochs());
    String wrong = inline.replace("epochs: 9", "epochs: 0");
    UpcallException refused = assertThrows(UpcallException.class, () -> loadWith(MANIFEST + wrong));
    assertTrue(refused.getMessage().contains("ensemble.yaml:9"), refused.getMessage());

    Files.writeString(folder.resolve("short.yaml"), GOOD.replace("epochs: 9", "epochs: 3"));
    assertEquals(3, loadWith(MANIFEST + "training: short.yaml\n").fit().epochs());
    refused =
        assertThrows(UpcallException.class, () -> loadWith(MANIFEST + "training: ../short.yaml\n"));
    assertTrue(refused.getMessage().contains("UP1115"), refused.getMessage());
  }

  private TrainingSettings loadWith(String manifest) throws IOException {
    Files.writeString(folder.resolve("ensemble.yaml"), manifest);
    return SettingsLoader.load(ProjectLoader.load(folder));
  }

  @Test
  void somethingHasToBeTrained() {
    String nothing = "lambda: {a: 0, b: 0, a+b: 0}";
    String message = refused(GOOD.replace("lambda: {b+a: 0.5}", nothing));
    assertTrue(message.contains("weight above 0"), message);
  }

  @Test
  void offersTheNearestNameForAnUnknownOne() {
    String message = refused(GOOD.replace("residual", "residul").replace("epochs", "epoch"));
    assertTrue(message.contains("UP4003"), message);
    assertTrue(message.contains("did you mean \"residual\"?"), message);
    assertTrue(message.contains("did you mean \"epochs\"?"), message);
    assertTrue(message.contains("training.yaml:7"), message);
  }

  @Test
  void membersHaveToBeTheManifests() {
    String message = refused(GOOD.replace("  b: {", "  c: {"));
    assertTrue(message.contains("no member \"c\""), message);
    assertTrue(message.contains("UP4004"), message);
  }

  @Test
  void noMemberIsCalledAsTheFitOfSeveral() {
    for (String name : List.of("members", "heads")) {
      String manifest = MANIFEST.replace("  b: {", "  " + name + ": {") + "training:\n";
      String inline = GOOD.replace("b+a", "a").replace("  b: {", "  " + name + ": {").indent(2);
      UpcallException refused =
          assertThrows(UpcallException.class, () -> loadWith(manifest + inline));
      assertTrue(refused.getMessage().contains("UP4033"), refused.getMessage());
    }
  }

  /** The main block's classes are chosen for one of hard classes alone, with layers or without. */
  @Test
  void aBranchForHardClassesMayNameItsMainBlock() throws IOException {
    String good = "{architecture: plain, width: 4}";
    String branches =
        "{architecture: plain, width: 4,"
            + " branches: {early: {after: 1}, late: {after: 2, hard: 2, main: early}}}";
    assertEquals("early", load(GOOD.replace(good, branches)).branches("a").get(1).main());
    String easy = refused(GOOD.replace(good, branches.replace("hard: 2, ", "")));
    assertTrue(easy.contains("only beside hard"), easy);
  }

  @Test
  void aNetworkThatShrinksTheSampleToNothingIsRefused() {
    String message = refused(GOOD.replace("width: 4}", "width: 4, stages: 6}"));
    assertTrue(message.contains("UP4005"), message);
    assertTrue(message.contains("[8, 8, 1]"), message);
  }

  private int features(String member) throws IOException {
    String settings = GOOD.replace("{architecture: plain, width: 4}", member);
    return load(settings).members().get("a").features(new MapShape(1, 8, 8));
  }

  private int layers(String member) throws IOException {
    String settings = GOOD.replace("{architecture: plain, width: 4}", member);
    return load(settings).members().get("a").layers().size();
  }

  @Test
  void stagesAreListedScaledOrCutOff() throws IOException {
    assertEquals(7, features("{architecture: residual, channels: [4, 5, 7]}"));
    assertEquals(5, features("{architecture: residual, channels: [4, 5, 7], cut: 2}"));
    assertEquals(32, features("{architecture: resnet8, width: 8}"));
    assertEquals(128, features("{architecture: resnet8, stages: 4}"));
    assertEquals(1 + 3 + 3, layers("{architecture: resnet20, cut: 2}"));
    assertEquals(1 + 2 + 1 + 4, layers("{architecture: resnet8, depth: [2, 1, 4]}"));
    assertEquals(1 + 2 + 2 + 2, layers("{architecture: resnet8, depth: 2}"));
  }

  @Test
  void stagesThatContradictEachOtherAreRefused() {
    String good = "{architecture: plain, width: 4}";
    assertTrue(
        refused(GOOD.replace(good, "{architecture: plain, width: 4, channels: [4, 8]}"))
            .contains("not given beside channels"));
    assertTrue(
        refused(GOOD.replace(good, "{architecture: resnet8, depth: [1, 2]}"))
            .contains("a number for each of the 3 stages"));
    assertTrue(
        refused(GOOD.replace(good, "{architecture: resnet8, cut: 4}")).contains("of 1 to 3"));
    assertTrue(
        refused(GOOD.replace(good, "{architecture: resnet8, channels: []}"))
            .contains("the channels of 1 to 16 stages"));
  }

  @Test
  void knobsThatMeanNothingToAnArchitectureAreRefused() throws IOException {
    String good = "{architecture: plain, width: 4}";
    assertEquals(32, features("{architecture: mlp, width: 32}"));
    assertEquals(14, features("{architecture: mobilenetv2, width: 1, expansion: 2}"));
    assertTrue(refused(GOOD.replace(good, "{architecture: mlp, kernel: 3}")).contains("kernel"));
    assertTrue(
        refused(GOOD.replace(good, "{architecture: resnet8, expansion: 3}")).contains("expansion"));
    assertTrue(
        refused(GOOD.replace(good, "{architecture: resnet8, kernel: 4}")).contains("odd number"));
    String lenet = refused(GOOD.replace(good, "{architecture: lenet5}"));
    assertTrue(lenet.contains("UP4005"), lenet);
    String wide = refused(GOOD.replace(good, "{architecture: plain, width: 4096, stages: 16}"));
    assertTrue(wide.contains("at most 4096 channels"), wide);
  }

  @Test
  void behindADenseLayerThereIsOnlyAHead() throws IOException {
    String good = "{architecture: plain, width: 4}";
    String exit = "{architecture: mlp, branches: {early: {after: 1%s}}}";
    assertEquals(64, features(String.format(Locale.ROOT, exit, "")));
    String layers = String.format(Locale.ROOT, exit, ", architecture: plain");
    String message = refused(GOOD.replace(good, layers));
    assertTrue(message.contains("behind a dense one"), message);
  }

  @Test
  void unknownSubsetsAndNumbersOutOfRangeAreRefused() {
    assertTrue(refused(GOOD.replace("b+a: 0.5", "a+z: 1")).contains("subset of members \"a+z\""));
    assertTrue(refused(GOOD.replace("epochs: 9", "epochs: 0")).contains("epochs"));
    assertTrue(refused(GOOD.replace("adamw", "magic")).contains("sgd, adamw"));
  }

  /** Checkpoints are found by it: whatever is part of the settings has to write its values. */
  @Test
  void readTwiceTheSettingsAreTheSameText() throws IOException {
    String all =
        GOOD.replace(
                "a: {architecture: plain, width: 4}",
                """
                a:
                    architecture: plain
                    width: 4
                    branches:
                      early: {after: 1, adaptive: 2, architecture: separable, width: 2}
                """)
            + """
            patience: 3
            dropout: 0.1
            augment: {shift: 1, rotate: 5, scale: 0.1, crop: 2, flip: true, noise: 0.5}
            """;
    assertEquals(load(all).toString(), load(all).toString());
    assertEquals(3, load(all).fit().patience());
  }

  @Test
  void readsWhatMasksSpectrograms() throws IOException {
    String masked = GOOD + "augment: {spectrogram: {shift: 3, frames: 8, features: 2}}\n";
    Augmentation expected = Augmentation.none().spectrogram(3, 1, 8, 2);
    assertEquals(expected, load(masked).fit().augmentation());
    String misspelt = GOOD + "augment: {spectrogram: {frame: 8}}\n";
    String refused = refused(misspelt);
    assertTrue(refused.contains("\"frames\""), refused);
  }
}
