package dev.upcall.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {
  @TempDir Path folder;

  @BeforeEach
  void writeModels() throws IOException {
    for (String file :
        List.of(
            "members/small.onnx", "members/deep.onnx", "members/full.onnx", "heads/both.onnx")) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "bytes of " + file);
    }
  }

  private byte[] signature(String manifest) {
    return Signature.of(Manifests.load(folder, manifest));
  }

  @Test
  void isTheSameForTheSameEnsemble() {
    byte[] signature = signature(Manifests.GOOD);
    assertEquals(32, signature.length);
    assertArrayEquals(signature, signature(Manifests.GOOD));
  }

  @Test
  void aModelThatIsADeviceIsRefused() throws IOException {
    Path model = folder.resolve("heads/both.onnx");
    Files.delete(model);
    Files.createSymbolicLink(model, Path.of("/dev/zero"));
    Refused.with(ProjectCode.FILE_MISSING, () -> signature(Manifests.GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data/tiny.csv | data/other.csv",
        "seed: 7 | seed: 8",
        "bias: -1.5 | bias: 2",
        "deadlineMs: 200 | deadlineMs: 300",
        "small+deep | deep+small",
      })
  void doesNotDependOn(String text, String replacement) {
    byte[] changed = signature(Manifests.with(text, replacement));
    assertArrayEquals(signature(Manifests.GOOD), changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[no, yes] | [yes, no]",
        "[no, yes] | [n, oyes]",
        "scale: 0.5 | scale: 0.25",
        "raw: uint8 | {raw: uint8, range: [0, 16]}",
        "exit: early | exit: late",
        "use: Threshold | use: Margin",
        "use: LogisticRegression, bias: -1.5 | use: LogisticRegression, of: {use: Margin}",
        "bias: -1.5 | bias: -1.5, pushed: [bias]",
        "features: gap | features: pool",
      })
  void dependsOn(String text, String replacement) {
    // A replacement in braces stands for two lines of the manifest.
    String written = replacement.startsWith("{") ? "raw: uint8\n  range: [0, 16]" : replacement;
    assertFalse(Arrays.equals(signature(Manifests.GOOD), signature(Manifests.with(text, written))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logMel: {rate: 16000 | mfcc: {lifter: 0, coefficients: 8, rate: 16000",
        "rate: 16000 | rate: 17000",
        "window: 64, stride: 32 | window: 62, stride: 32",
        "stride: 32 | stride: 30",
        "band: [20, 7000] | band: [30, 7000]",
        "band: [20, 7000] | band: [20, 7100]",
        "decibels: [-90, -10] | decibels: [-91, -10]",
        "decibels: [-90, -10] | decibels: [-90, -11]",
      })
  void dependsOnTheFrontEnd(String text, String replacement) {
    String end =
        "logMel: {rate: 16000, window: 64, stride: 32, mels: 8, band: [20, 7000],"
            + " decibels: [-90, -10]}";
    String heard =
        Manifests.with("[2, 2, 1]", "[3, 8, 1]")
            .replace("raw: uint8", "raw: int16")
            .replace("scale: 0.5, offset: 0", end);
    byte[] signature = signature(heard);
    assertArrayEquals(signature, signature(heard));
    assertFalse(Arrays.equals(signature, signature(heard.replace(text, replacement))));
  }

  @Test
  void dependsOnThePolicyOnTheInput() throws IOException {
    String gated = Manifests.with("device:\n", "device:\n  before: {use: Gate.java, least: 1}\n");
    Files.writeString(folder.resolve("Gate.java"), "one");
    byte[] one = signature(gated);
    assertFalse(Arrays.equals(signature(Manifests.GOOD), one));
    assertArrayEquals(one, signature(gated.replace("least: 1", "least: 2")));
    Files.writeString(folder.resolve("Gate.java"), "two");
    assertFalse(Arrays.equals(one, signature(gated)));
  }

  @Test
  void dependsOnEveryByteOfTheModels() throws IOException {
    byte[] before = signature(Manifests.GOOD);
    Files.writeString(folder.resolve("heads/both.onnx"), "other bytes");
    assertFalse(Arrays.equals(before, signature(Manifests.GOOD)));
  }

  @Test
  void namesEveryMissingFile() throws IOException {
    Files.delete(folder.resolve("members/small.onnx"));
    Files.delete(folder.resolve("heads/both.onnx"));
    List<Diagnostic> all = Refused.all(() -> signature(Manifests.GOOD));
    assertEquals(
        List.of(ProjectCode.FILE_MISSING, ProjectCode.FILE_MISSING),
        all.stream().map(Diagnostic::code).toList());
  }

  @Test
  void readsTheFoldsOwnModels() throws IOException {
    Project project = Manifests.load(folder, Manifests.GOOD);
    assertEquals(4, Refused.all(() -> Signature.of(project.withFold(1))).size());
  }
}
