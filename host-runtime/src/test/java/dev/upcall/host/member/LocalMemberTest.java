package dev.upcall.host.member;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import dev.upcall.host.testing.TinyOnnx;
import dev.upcall.host.testing.TinyProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMemberTest {
  @TempDir Path folder;
  private Project project;

  @BeforeEach
  void writeProject() {
    project = TinyProject.in(folder);
  }

  @Test
  void runsABatchTransposedToChannelsFirst() {
    try (LocalMember member = LocalMember.open(project, "c")) {
      // [H=1,W=2,C=2]: pixel 0 is (1,2), pixel 1 is (3,4).
      List<MemberOutput> outputs =
          member.run(new float[][] {{1, 2, 3, 4}, {10, 20, 30, 40}, {0, 0, 0, 0}});
      assertEquals(3, outputs.size());
      assertArrayEquals(new float[] {3, 4}, outputs.get(0).logits());
      assertArrayEquals(new float[] {30, 40}, outputs.get(1).logits());
      assertArrayEquals(new float[] {2, 3}, outputs.get(0).features());
      assertEquals(2, member.features());
    }
  }

  @Test
  void takesChannelsLastAndFlatModelsAsTheyAre() {
    float[][] weights = {{1, 0, 0, 0}, {0, 1, 0, 0}};
    TinyOnnx.member(new long[] {1, 2, 2}, weights, false).write(folder.resolve("members/a.onnx"));
    assertEquals(HostCode.MODEL_FEATURES, failure("a"));

    Project plain = TinyProject.withoutFeatures(folder);
    try (LocalMember member = LocalMember.open(plain, "a")) {
      assertArrayEquals(
          new float[] {1, 2}, member.run(new float[][] {{1, 2, 3, 4}}).get(0).logits());
      assertEquals(0, member.features());
    }
  }

  @Test
  void refusesAMissingFile() throws IOException {
    Files.delete(folder.resolve("members/a.onnx"));
    assertEquals(HostCode.MODEL_MISSING, failure("a"));
  }

  @Test
  void refusesACorruptFile() throws IOException {
    Path file = folder.resolve("members/a.onnx");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertEquals(HostCode.MODEL_UNREADABLE, failure("a"));
    Files.writeString(file, "not a model");
    assertEquals(HostCode.MODEL_UNREADABLE, failure("a"));
  }

  @Test
  void refusesAnotherInputShape() {
    TinyOnnx.member(new long[] {3, 1, 2}, new float[2][6], true)
        .write(folder.resolve("members/a.onnx"));
    UpcallException e =
        assertThrows(UpcallException.class, () -> LocalMember.open(project, "a").close());
    assertEquals(HostCode.MODEL_INPUT, e.diagnostics().get(0).code());
    assertTrue(e.getMessage().contains("[?,3,1,2]"), e.getMessage());
    assertTrue(e.getMessage().contains("[1, 2, 2]"), e.getMessage());
  }

  @Test
  void refusesAFlatModelWhoseOrderIsAGuess() {
    TinyOnnx.member(new long[] {4}, new float[2][4], false).write(folder.resolve("members/a.onnx"));
    assertEquals(HostCode.MODEL_INPUT, failure("a"));
  }

  @Test
  void refusesAnotherClassCount() {
    TinyOnnx.member(new long[] {2, 1, 2}, new float[3][4], true)
        .write(folder.resolve("members/a.onnx"));
    assertEquals(HostCode.MODEL_CLASSES, failure("a"));
  }

  @Test
  void refusesAMissingFeaturesOutput() {
    TinyOnnx.member(new long[] {2, 1, 2}, new float[2][4], false)
        .write(folder.resolve("members/a.onnx"));
    assertEquals(HostCode.MODEL_FEATURES, failure("a"));
  }

  @Test
  void refusesAMemberTheManifestDoesNotName() {
    assertEquals(HostCode.UNKNOWN_MEMBER, failure("d"));
  }

  @Test
  void aScoreThatIsNoNumberIsAFailure() {
    float[][] weights = {{1, 0, 0, 0}, {0, Float.NaN, 0, 0}};
    TinyOnnx.member(new long[] {2, 1, 2}, weights, true).write(folder.resolve("members/a.onnx"));
    assertEquals(HostCode.MODEL_RUN, failure("a"));
  }

  @Test
  void refusesAHeadOfAnotherWidth() {
    UpcallException e =
        assertThrows(UpcallException.class, () -> OrtHead.open(project, "a+b", 5).close());
    assertEquals(HostCode.MODEL_INPUT, e.diagnostics().get(0).code());
  }

  private Object failure(String member) {
    UpcallException e =
        assertThrows(UpcallException.class, () -> LocalMember.open(project, member).close());
    return e.diagnostics().get(0).code();
  }
}
